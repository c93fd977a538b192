// Which parts of the design system the site uses. A class that is not named here does not reach the
// browser; tests/site/test_design.py fails when a template uses one that is missing.
//
// `keep`: classes whose rules are taken over. `also`: plain elements that get the same rules, at no
// specificity, so that ordinary HTML in a page looks right without a class on every tag. `without`:
// states that the site never shows.
export const components = {
  document: { keep: ["utrecht-document"] },
  "skip-link": { keep: ["utrecht-skip-link", "utrecht-skip-link--visible-on-focus"] },
  "page-header": { keep: ["utrecht-page-header", "utrecht-page-header__content"] },
  "page-footer": { keep: ["utrecht-page-footer", "utrecht-page-footer__content"] },
  "nav-bar": { keep: ["utrecht-nav-bar", "utrecht-nav-bar__content"] },
  "heading-1": { keep: ["utrecht-heading-1"], also: { "utrecht-heading-1": "h1" } },
  "heading-2": { keep: ["utrecht-heading-2"], also: { "utrecht-heading-2": "h2" } },
  "heading-3": { keep: ["utrecht-heading-3"], also: { "utrecht-heading-3": "h3" } },
  "heading-4": { keep: ["utrecht-heading-4"], also: { "utrecht-heading-4": "h4" } },
  paragraph: {
    keep: ["utrecht-paragraph", "utrecht-paragraph--lead", "utrecht-paragraph--small"],
    also: { "utrecht-paragraph": "p" },
  },
  link: {
    keep: ["utrecht-link", "utrecht-link--html-a"],
    also: { "utrecht-link": "a:not([class])", "utrecht-link--html-a": "a:not([class])" },
  },
  button: {
    keep: [
      "utrecht-button",
      "utrecht-button--primary-action",
      "utrecht-button--secondary-action",
    ],
  },
  alert: {
    keep: [
      "utrecht-alert",
      "utrecht-alert__content",
      "utrecht-alert__message",
      "utrecht-alert--info",
      "utrecht-alert--ok",
      "utrecht-alert--warning",
      "utrecht-alert--error",
    ],
  },
  "breadcrumb-nav": {
    keep: [
      "utrecht-breadcrumb-nav",
      "utrecht-breadcrumb-nav__list",
      "utrecht-breadcrumb-nav__list--html-ol",
      "utrecht-breadcrumb-nav__item",
      "utrecht-breadcrumb-nav__link",
      "utrecht-breadcrumb-nav__separator",
    ],
  },
  pagination: {
    keep: [
      "utrecht-pagination",
      "utrecht-pagination__relative-link",
      "utrecht-pagination__relative-link--prev",
      "utrecht-pagination__relative-link--next",
      "utrecht-pagination__page-link",
      "utrecht-pagination__page-link--current",
    ],
  },
  table: {
    keep: [
      "utrecht-table",
      "utrecht-table__caption",
      "utrecht-table__header",
      "utrecht-table__header-cell",
      "utrecht-table__header-cell--numeric-column",
      "utrecht-table__body",
      "utrecht-table__row",
      "utrecht-table__cell",
      "utrecht-table__cell--numeric-column",
    ],
  },
  textbox: {
    keep: ["utrecht-textbox", "utrecht-textbox--html-input"],
    without: /read-only|disabled|password|url|pattern|autocomplete|inputmode/i,
  },
  select: { keep: ["utrecht-select", "utrecht-select--html-select"] },
  "form-label": { keep: ["utrecht-form-label"] },
  "form-field-description": { keep: ["utrecht-form-field-description"] },
};

// Of the map's style sheet only the frame is used: the buttons are our own HTML, in the reader's
// language, and the pictures that the sheet carries as data: addresses are left behind.
export const mapClasses = [
  "maplibregl-map",
  "maplibregl-canvas",
  "maplibregl-canvas-container",
  "maplibregl-interactive",
  "maplibregl-touch-zoom-rotate",
  "maplibregl-touch-drag-pan",
  "maplibregl-cooperative-gestures",
  "maplibregl-cooperative-gesture-screen",
  "maplibregl-desktop-message",
  "maplibregl-mobile-message",
  "maplibregl-show",
];

export const fonts = {
  "fira-sans-latin-400-normal.woff2": "fira-sans-400.woff2",
  "fira-sans-latin-600-normal.woff2": "fira-sans-600.woff2",
};
