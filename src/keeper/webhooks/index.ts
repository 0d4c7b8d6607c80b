export { nodeStreams } from './event-stream.ts';
export { listenForWebhooks } from './listener.ts';
export { NudgeBell } from './nudge-bell.ts';
export { Relay } from './relay.ts';
