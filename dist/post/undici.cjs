'use strict';
// @actions/http-client imports undici for this one class, which none of our requests needs, and
// loading undici costs more than the rest of a start. So it is bundled apart and loaded when
// somebody first makes one. (An export that is a getter would not do: Node reads every export of a
// CommonJS module as it is imported.)
exports.ProxyAgent = function (...args) {
  return new (require('../undici/index.cjs').ProxyAgent)(...args);
};
