/** What our scripts use of govuk-frontend, which ships no types of its own. */
declare module "govuk-frontend" {
  type ComponentClass = new (root: Element, config?: object) => object;

  export const Accordion: ComponentClass;
  export const Button: ComponentClass;
  export const CharacterCount: ComponentClass;
  export const Checkboxes: ComponentClass;
  export const ErrorSummary: ComponentClass;
  export const FileUpload: ComponentClass;
  export const NotificationBanner: ComponentClass;
  export const PasswordInput: ComponentClass;
  export const Radios: ComponentClass;
  export const ServiceNavigation: ComponentClass;
  export const SkipLink: ComponentClass;
  export const Tabs: ComponentClass;

  export function createAll(component: ComponentClass, config?: object, scope?: Element): object[];
  export function initAll(config?: object): void;
}
