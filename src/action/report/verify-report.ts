import type { Released } from '../../modes/give-back.ts';
import type { Tried } from '../../modes/verify-attempt.ts';
import { commandWords } from '../../modes/verify-words.ts';
import { code, markup, table, word, type Markdown } from './markdown.ts';
import { completeLease, leaseOutputs, orderJson, waitOutputs, type Outputs } from './outputs.ts';
import type { PhoneBook } from './phone-number.ts';
import { bad, ENDED } from './summary.ts';

/** The single values are of the number that succeeded, else of the last; `orders` has all of them. */
export function verifyOutputs(
  tried: readonly Tried[],
  unused: readonly Released[],
  phoneBook: PhoneBook,
  knowsCountries: boolean,
): Outputs {
  const complete = ({ lease }: { lease: Tried['lease'] }): Tried['lease'] =>
    completeLease(lease, phoneBook, knowsCountries);
  const last = tried.at(-1);
  const seconds = tried.reduce((sum, one) => sum + one.seconds, 0);
  const orders = [
    ...tried.map((one) => orderJson(complete(one), one.waited.code)),
    ...unused.map((one) => orderJson(complete(one))),
  ];
  return {
    ...(last === undefined
      ? {}
      : { ...leaseOutputs([complete(last)], phoneBook), ...waitOutputs([last.waited]) }),
    orders: JSON.stringify(orders),
    'waited-seconds': String(seconds),
  };
}

/** One row for each number. */
export function verifyTable(tried: readonly Tried[], hidePhone: boolean): Markdown {
  return table(
    ['Country', 'Number', 'Order', 'Command', 'Code', 'Given back', 'Seconds'],
    tried.map(({ lease, command, waited, released, seconds }) => [
      code(lease.country || lease.countryCode),
      hidePhone ? word('hidden') : code(lease.phoneNumber),
      code(lease.orderId),
      code(commandWords(command)),
      waited.failure === null ? markup`✅ came` : bad(waited.failure),
      released === null || released.how === null ? markup`in post` : ENDED[released.how],
      seconds,
    ]),
  );
}
