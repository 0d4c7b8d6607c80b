import type { OtpAnswer, OtpDesk, OtpQuestion } from '../../src/domain/otp-desk.ts';

type Asked = OtpQuestion & { answer: (answer: OtpAnswer) => void };

/** A desk whose answers a test gives, at once or when it likes. */
export class FakeDesk implements OtpDesk {
  readonly questions: Asked[] = [];
  /** What each question is answered at once; null: the test answers by `questions`. */
  standing: OtpAnswer | null = null;
  #onAsked: () => void = () => undefined;

  ask(question: OtpQuestion): Promise<OtpAnswer> {
    return new Promise((resolve) => {
      this.questions.push({ ...question, answer: resolve });
      if (this.standing !== null) resolve(this.standing);
      this.#onAsked();
    });
  }

  /** Resolves when so many have asked. */
  async asked(count: number): Promise<void> {
    while (this.questions.length < count) {
      await new Promise<void>((resolve) => {
        this.#onAsked = resolve;
      });
    }
  }
}

export const code = (text: string, revision: number | null = 1): OtpAnswer => ({
  kind: 'code',
  phoneNumber: '+628123456789',
  code: text,
  revision,
});
