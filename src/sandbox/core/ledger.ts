/** Money that moved. Amounts carry their sign: a charge is negative, a refund positive. */
export type Entry =
  | {
      readonly kind: 'charge' | 'refund';
      readonly at: number;
      readonly amount: number;
      readonly orderId: number;
    }
  | { readonly kind: 'adjustment'; readonly at: number; readonly amount: number };

export type Ledger = {
  readonly openingBalance: number;
  readonly entries: Entry[];
  balance: number;
};

export function openLedger(openingBalance: number): Ledger {
  return { openingBalance, entries: [], balance: openingBalance };
}

export function post(ledger: Ledger, entry: Entry): void {
  ledger.entries.push(entry);
  ledger.balance += entry.amount;
}
