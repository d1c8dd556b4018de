/** Starts the page: GOV.UK Frontend's components, then our own. */
import { initAll } from "govuk-frontend";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
