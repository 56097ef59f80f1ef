// As old libraries and monitoring scripts leave the page: enumerable extras on every list, list functions of their
// own making, and a fetch that is wrapped.
"use strict";
{
  const own = {
    map(work, self) {
      const made = [];
      for (let at = 0; at < this.length; at++) if (at in this) made[at] = work.call(self, this[at], at, this);
      return made;
    },
    filter(accepts, self) {
      const made = [];
      for (let at = 0; at < this.length; at++) if (at in this && accepts.call(self, this[at], at, this)) made.push(this[at]);
      return made;
    },
    find(accepts, self) {
      for (let at = 0; at < this.length; at++) if (accepts.call(self, this[at], at, this)) return this[at];
    },
    last() {
      return this[this.length - 1];
    },
    remove(item) {
      const at = this.indexOf(item);
      if (at >= 0) this.splice(at, 1);
    },
  };
  Object.assign(Array.prototype, own);
  const fetch = window.fetch;
  const wrapped = (window.fetch = (...request) => {
    wrapped.calls++;
    return fetch.apply(window, request).then((answer) => answer, (error) => Promise.reject(error));
  });
  wrapped.calls = 0;
  addEventListener("DOMContentLoaded", () => {
    hostPage.checks["what it changed is as it left it"] = () =>
      window.fetch === wrapped && Object.keys(own).every((name) => Array.prototype[name] === own[name]);
  });
}
