import { describe, expect, test } from 'vitest';
import { maskCodes, maskPhone } from '../../src/action/report/outputs.ts';
import { openPhoneBook } from '../../src/action/report/phone-number.ts';
import type { Waited } from '../../src/modes/wait.ts';
import { masksOf } from '../support/commands.ts';
import { failure } from '../support/fake-provider.ts';
import { lease, sms, withCode } from '../support/samples.ts';

const phoneBook = await openPhoneBook();

function received(orderId: string, code: string, message: string | null): Waited {
  const order = withCode(orderId, code);
  return { lease: lease(orderId), order, sms: sms(code, { message }), code, failure: null };
}

const masks = (...waited: Waited[]): string[] =>
  masksOf(() => {
    maskCodes(waited);
  });

test('a code and the text of its SMS are masked', () => {
  expect(masks(received('7', '042917', 'Your code: 042917'))).toEqual([
    '042917',
    'Your code: 042917',
  ]);
});

test('a text is masked also where no code was found in it', () => {
  const waited: Waited = {
    lease: lease('7'),
    order: withCode('7', null),
    sms: sms(null, { message: 'Welcome' }),
    code: null,
    failure: failure('sms-without-code'),
  };
  expect(masks(waited)).toEqual(['Welcome']);
});

test('where there is no text nothing is masked in its place', () => {
  expect(masks(received('7', '042917', null))).toEqual(['042917']);
});

describe('a code is not masked, for the mask would swallow an output,', () => {
  test('that occurs in an order id', () => {
    expect(masks(received('9042917', '042917', null))).toEqual([]);
  });

  test('that occurs in the number', () => {
    expect(masks(received('7', '3456', null))).toEqual([]);
  });

  test('that occurs in the id of another order', () => {
    expect(masks(received('7', '9001', null), received('90011', '5555', null))).toEqual(['5555']);
  });
});

describe('of an SMS with several lines, each of which the runner masks by itself,', () => {
  test('the text is masked', () => {
    const text = ' Your code:\r\n4711-0815\nKeep it to yourself ';
    expect(masks(received('7', '4711', text))).toEqual([
      '4711',
      'Your code:',
      '4711-0815',
      'Keep it to yourself',
    ]);
  });

  test('what would black out the log and the outputs is not', () => {
    const text = 'e\n8\n\n9042917\n3456789\nindonesia\nwhatsapp\nsuccess\nwaiting\nThe rest';
    expect(masks(received('9042917', '5555', text))).toEqual(['5555', 'The rest']);
  });

  test('nor are parts of a code that are as short', () => {
    expect(masks(received('7', '1\n2', null))).toEqual([]);
  });
});

test('a number is masked in every form in which it is put out', () => {
  const masked = masksOf(() => {
    maskPhone(lease('7'), phoneBook);
  });
  expect(masked).toEqual(['+628123456789', '628123456789', '8123456789']);
});

test('a number that is not assigned yet masks nothing', () => {
  const masked = masksOf(() => {
    maskPhone(lease('7', { phoneNumber: '' }), phoneBook);
  });
  expect(masked).toEqual([]);
});
