/**
 * What happens beside the job on the provider's side: another job buys, an SMS arrives, the
 * provider goes down and comes back.
 *
 * @typedef {import('../../src/sandbox/index.ts').BooksView['orders'][number]} Order
 */
export class Company {
  /** Ids of the orders that an SMS reached. @type {string[]} */
  smsDelivered = [];
  #scenario;
  #provider;
  #time;
  #purchases = 0;
  #closings = 0;
  /** @type {string | null} */
  #siblingOrder = null;

  /**
   * @param {import('./scenario.mjs').Scenario} scenario
   * @param {Awaited<ReturnType<typeof import('./provider.mjs').openProvider>>} provider
   * @param {import('./virtual-time.mjs').VirtualTime} time
   */
  constructor(scenario, provider, time) {
    this.#scenario = scenario;
    this.#provider = provider;
    this.#time = time;
  }

  /** @param {import('./gateway.mjs').Exchange} exchange a request that is on its way */
  async beside({ what }) {
    if (what === 'purchase') await this.#besidePurchase();
    if (what === 'closing') await this.#besideClosing();
  }

  /**
   * From now on: the first post begins.
   *
   * @returns {number} when it will be over, in seconds of the run
   */
  beginOutage() {
    const { outage } = this.#scenario;
    if (outage === null) return 0;
    this.#time.in(outage.from * 1000, async () => {
      const end = await this.#provider.addFault(outage.fault.rule);
      this.#time.in(outage.lasts * 1000, end);
    });
    return this.#time.seconds() + outage.from + outage.lasts;
  }

  /**
   * @param {readonly Order[]} orders
   * @returns {{ ours: Order[], sibling: Order | null }}
   */
  sort(orders) {
    const isSibling = (/** @type {Order} */ { order_id: ref }) => ref === this.#siblingOrder;
    return {
      ours: orders.filter((order) => !isSibling(order)),
      sibling: orders.find(isSibling) ?? null,
    };
  }

  async #besidePurchase() {
    this.#purchases += 1;
    const { sibling, sms } = this.#scenario;
    if (this.#purchases === 1) {
      if (sibling === 'before') await this.#siblingBuys();
      if (sibling === 'after') this.#time.in(900, () => this.#siblingBuys());
    }
    for (const { order, after } of sms) {
      if (order !== this.#purchases || after === 'cancelling') continue;
      this.#time.in(after * 1000 + 500, () => this.#sendSms(order));
    }
  }

  async #besideClosing() {
    this.#closings += 1;
    const [sms] = this.#scenario.sms;
    if (sms?.after === 'cancelling' && this.#closings === 1) await this.#sendSms(sms.order);
  }

  async #siblingBuys() {
    this.#siblingOrder = await this.#provider.buyAsSibling();
  }

  /** @param {number} nth */
  async #sendSms(nth) {
    const { orders } = await this.#provider.books();
    const order = this.sort(orders).ours[nth - 1];
    if (order === undefined || !(await this.#provider.sms(order.phone_number))) return;
    this.smsDelivered.push(order.order_id);
  }
}
