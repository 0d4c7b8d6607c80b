import { connect } from 'node:net';

/**
 * Sends bytes as they are and leaves the connection open.
 *
 * @returns all that came back until the other side closed it
 */
export function exchange(port: number, ...pieces: (string | Buffer)[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      for (const piece of pieces) socket.write(piece);
    });
    let received = '';
    socket.on('data', (chunk) => (received += chunk.toString('latin1')));
    socket.on('error', () => undefined); // cut off: what came until then counts
    socket.on('close', () => {
      resolve(received);
    });
  });
}
