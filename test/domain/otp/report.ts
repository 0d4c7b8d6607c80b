import { codeIn, measure, type Measured, parts, precision, recall } from './measure.ts';

/**
 * `npm run otp-report`: precision and recall of the extractor on each part of the corpus, in all and
 * by language, and each message on which it is wrong or finds nothing.
 */
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`.padStart(8);

function line(name: string, measured: Measured): string {
  const { messages, withCode, found, wrong } = measured;
  return [
    name.padEnd(24),
    `precision ${percent(precision(measured))}  recall ${percent(recall(measured))}`,
    `${messages} messages, ${withCode} with a code, ${found} found, ${wrong.length} wrong`,
  ].join('  ');
}

for (const [name, examples] of Object.entries(parts())) {
  const all = measure(examples);
  console.log(`\n${line(name, all)}`);
  for (const language of new Set(examples.map((example) => example.language))) {
    const own = examples.filter((example) => example.language === language);
    console.log(`  ${line(language, measure(own))}`);
  }
  for (const example of all.wrong) {
    console.log(`  wrong: ${codeIn(example) ?? 'none'} for ${JSON.stringify(example)}`);
  }
  for (const example of all.missed) console.log(`  missed: ${JSON.stringify(example)}`);
}
