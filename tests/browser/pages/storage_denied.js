// As a browser does that keeps nothing for the site.
"use strict";
for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
  Object.defineProperty(window, name, {
    get() {
      throw new DOMException("denied", "SecurityError");
    },
  });
}
