import { createServer } from 'node:http';

/** Answers of a provider that takes no time, by method and path; enough for one whole job. */
const openapi = {
  'GET /v1/orders/active': [],
  'GET /v1/catalog/countries': [{ id: 11, code: 'ID', name: 'Indonesia', active: true }],
  'GET /v1/catalog/services': [{ id: 5, code: 'whatsapp', name: 'WhatsApp', active: true }],
  'GET /v1/catalog/products': [{ id: 42, available: 87, price: 4500, active: true }],
  'POST /v1/orders/create': { orders: [order()], failed_count: 0 },
  'GET /v1/orders/77': order(),
  'POST /v1/orders/cancel': { order_id: 77, status: 'CANCELED', refund_amount: 4500 },
};

function order() {
  return {
    id: 77,
    status: 'ACTIVE',
    product_id: 42,
    phone_number: '+6281224076600',
    amount: 4500,
    expires_at: '2099-01-01T00:00:00Z',
    can_cancel: true,
    can_finish: false,
    can_resend: false,
  };
}

/** @returns {Promise<{ url: string, requests: () => number, close: () => void }>} */
export function startInstantProvider() {
  let requests = 0;
  const answers = new Map(
    Object.entries(openapi).map(([key, data]) => [key, JSON.stringify({ success: true, data })]),
  );
  const server = createServer((request, response) => {
    requests += 1;
    const path = (request.url ?? '').split('?', 1)[0];
    const answer = answers.get(`${request.method} ${path}`);
    request.resume();
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(
      answer ?? '{"success":false,"error":{"code":"NOT_FOUND","message":"no such thing"}}',
    );
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('no port');
      resolve({
        url: `http://127.0.0.1:${String(address.port)}/v1`,
        requests: () => requests,
        close: () => {
          server.closeAllConnections();
          server.close();
        },
      });
    });
  });
}
