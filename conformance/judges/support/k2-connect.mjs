import { createRequire } from 'node:module';
import express from 'express';
import { offer } from './offer.mjs';

const require = createRequire(import.meta.url);
const K2 = require('k2-connect-node');
// Its answers to revocation and introspection are `undefined` (it reads `body` where axios has `data`), so that what
// came is seen in its own axios.
const axios = createRequire(require.resolve('k2-connect-node'))('axios');
const answers = [];
axios.interceptors.response.use((response) => {
  const { status, data, config } = response;
  const authorization = config.headers.get('Authorization') ?? null;
  const contentType = config.headers.get('Content-Type');
  answers.push({ path: new URL(config.url).pathname, status, data, authorization, contentType });
  return response;
});

let k2;
let received = [];

offer({
  configure: (options) => void (k2 = K2(options)),
  getToken: () => k2.TokenService.getToken(),
  infoToken: ({ accessToken }) => k2.TokenService.infoToken({ accessToken }),
  async introspectToken({ accessToken }) {
    return { told: (await k2.TokenService.introspectToken({ accessToken })) ?? null, answer: answers.at(-1) };
  },
  async revokeToken({ accessToken }) {
    return { told: (await k2.TokenService.revokeToken({ accessToken })) ?? null, answer: answers.at(-1) };
  },
  subscribe: (subscription) => k2.Webhooks.subscribe(subscription),
  getStatus: (resource) => k2.Webhooks.getStatus(resource),
  initiateIncomingPayment: (payment) => k2.StkService.initiateIncomingPayment(payment),
  getPaymentStatus: (resource) => k2.StkService.getStatus(resource),
  /** An application that takes webhooks as the SDK's README shows; gives its address. */
  listen() {
    const app = express();
    app.use(express.json());
    app.post('/webhook', (req, res) => {
      const note = (outcome) => received.push(outcome);
      k2.Webhooks.webhookHandler(req, res).then(
        (body) => note({ passed: true, body }),
        (reason) => {
          note({ passed: false, reason: String(reason) });
          if (!res.headersSent) res.sendStatus(500);
        },
      );
    });
    return new Promise((resolve) => {
      const server = app.listen(0, '127.0.0.1', () =>
        resolve(`http://127.0.0.1:${server.address().port}/webhook`),
      );
    });
  },
  /** What became of the webhooks since the last call. */
  received() {
    const since = received;
    received = [];
    return since;
  },
});
