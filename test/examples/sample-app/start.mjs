import { createApp } from './app.mjs';
import { openCodes } from './codes.mjs';
import { smsSender } from './sms-sender.mjs';

// SMS_URL: where its SMS go. PORT: where it listens on 127.0.0.1.
const { SMS_URL, PORT = '3000' } = process.env;
if (SMS_URL === undefined) throw new Error('Set SMS_URL to where the SMS go.');

const app = createApp({ sendSms: smsSender(SMS_URL), codes: openCodes() });
app.listen(Number(PORT), '127.0.0.1', () => {
  const address = app.address();
  const port = typeof address === 'object' ? address?.port : PORT;
  console.log(`The sample app is at http://127.0.0.1:${String(port)}`);
});
