// Preloaded by `node --import`: something that holds the process for ever.
setInterval(() => undefined, 1_000_000);
