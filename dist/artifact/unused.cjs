'use strict';
// Stands for packages that @actions/artifact needs in order to download, which we never do with it.
module.exports = {};
