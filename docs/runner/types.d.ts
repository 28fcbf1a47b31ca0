// What set-up puts into vendor/ (docs/_site/vendor.py), as far as our own modules look at it.
declare module "*/vendor/codemirror.js" {
  const exports: any;
  export = exports;
}
declare module "*/vendor/pyodide/pyodide.mjs" {
  export function loadPyodide(options: object): Promise<any>;
}
