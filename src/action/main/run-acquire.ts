import type { RentWish } from '../../modes/rent-session.ts';
import { acquire } from '../../modes/acquire.ts';
import type { Ports } from '../../modes/ports.ts';
import { asFailure, type ModeResult } from '../report/end-step.ts';
import type { Inputs } from '../inputs/input-list.ts';
import type { OtpUrls, serveCodes } from '../keeper/serve.ts';
import { refuseOnGuide } from '../inputs/openapi-only.ts';
import { completeLease, leaseOutputs, maskPhone } from '../report/outputs.ts';
import { paragraphs } from '../report/markdown.ts';
import { openPhoneBook, type PhoneBook } from '../report/phone-number.ts';
import type { PreparedStep } from './step.ts';
import { leaseTable, releaseTable } from '../report/summary.ts';

/** `mode: acquire`: rents the numbers; post gives them back. */
export async function runAcquire(
  step: PreparedStep,
  inputs: Inputs,
  env: NodeJS.ProcessEnv,
): Promise<ModeResult> {
  const { ports, phoneBook } = await connectToRent(step, inputs);
  const hide = inputs['mask-phone'];
  const acquired = await acquire(
    rentWish(inputs),
    inputs.count,
    inputs['allow-partial'],
    ports,
    (lease) => {
      if (hide) maskPhone(lease, phoneBook);
    },
  );
  const knowsCountries = ports.provider.dialect === 'openapi';
  const leases = acquired.leases.map((lease) => completeLease(lease, phoneBook, knowsCountries));
  let { failure } = acquired;
  let urls: OtpUrls = NOT_SERVED;
  if (inputs.serve && failure === null) {
    try {
      urls = await served(step, inputs, leases, ports, env);
    } catch (error) {
      failure = asFailure(error);
    }
  }
  return {
    failures: failure === null ? [] : [failure],
    outputs: leases.length === 0 ? {} : leaseOutputs(leases, phoneBook, urls),
    summary: paragraphs([leaseTable(leases, hide), releaseTable(acquired.released)]),
    // Another job can have only what an output names.
    afterOutputs: () => {
      if (failure !== null) return;
      for (const { orderId } of leases) ports.journal.note({ type: 'handed-over', orderId });
    },
  };
}

/** Connects, and refuses what the server cannot do, before anything is bought. */
export async function connectToRent(
  step: PreparedStep,
  inputs: Inputs,
): Promise<{ ports: Ports; phoneBook: PhoneBook }> {
  // Loaded while the first request is away.
  const [ports, phoneBook] = await Promise.all([step.connect(), openPhoneBook()]);
  refuseOnGuide(inputs, ports.provider.dialect);
  return { ports, phoneBook };
}

const NOT_SERVED: OtpUrls = new Map();

/** Loaded only where codes are served. */
async function served(...given: Parameters<typeof serveCodes>): Promise<OtpUrls> {
  const { serveCodes } = await import('../keeper/serve.ts');
  return serveCodes(...given);
}

export function rentWish(inputs: Inputs): RentWish {
  const productId = inputs['product-id'];
  return {
    target:
      productId === ''
        ? { by: 'catalog', countries: inputs.country, platform: inputs.platform || null }
        : { by: 'product', productId, platform: inputs.platform },
    limits: {
      policy: inputs.policy,
      maxPrice: inputs['max-price'],
      minBalance: inputs['min-balance'],
    },
    selfTest: false,
    alone: inputs['parallel-jobs'] === 1,
  };
}
