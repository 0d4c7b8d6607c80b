'use strict';
// @actions/http-client imports undici for its proxy agent, which most requests do not need, and
// loading undici costs more than the rest of a start. So it is bundled apart and loaded when
// somebody first asks for it. (An export that is a getter would not do: Node reads every export of
// a CommonJS module as it is imported.)
exports.ProxyAgent = function (...args) {
  return new (require('../undici/index.cjs').ProxyAgent)(...args);
};
exports.fetch = function (...args) {
  return require('../undici/index.cjs').fetch(...args);
};
