/** Starts the page: the parts of GOV.UK Frontend that the pages use, then our own. */
import { Button, ErrorSummary, Radios, SkipLink, createAll } from "govuk-frontend";

import { startAutosave } from "./components/autosave.mjs";
import { startCountingChoices } from "./components/count_choices.mjs";
import { startOneClick } from "./components/one_click.mjs";
import { startOnlyIf } from "./components/only_if.mjs";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, ErrorSummary, Radios, SkipLink]) {
  createAll(component);
}
startCountingChoices(document);
startOnlyIf(document);
startOneClick(document);
startAutosave(document);
