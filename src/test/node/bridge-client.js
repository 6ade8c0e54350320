'use strict';
// Speaks to a bridge with the client that Vert.x users have, one thing after another, and prints a line of JSON for each:
//
//   node bridge-client.js PORT
//
// When it has registered it prints "registered" and waits to be asked and published to; it ends with "done".

const EventBus = require('vertx3-tcp-eventbus-client/lib/tcp-vertx-eventbus');

const print = (what, value) => console.log(JSON.stringify([what, value]));
// Of a message, what its sender said.
const said = ({ address, headers, body, send }) => ({ address, headers, body, send });

const bus = new EventBus('127.0.0.1', Number(process.argv[2]), { vertxbus_ping_interval: 20 });

// The client has no name for a pong: it warns of a message without a handler.
let pongs = 0;
let wakePongs = () => {};
console.warn = (text, frame) => {
  if (frame && frame.type === 'pong') {
    pongs++;
    wakePongs();
  } else {
    print('warning', frame);
  }
};
const untilPongs = (count) => new Promise((resolve) => {
  wakePongs = () => pongs >= count && resolve();
  wakePongs();
});

// Errors that belong to no callback.
let wakeError = () => {};
bus.onerror = (error) => wakeError(error);
const nextError = () => new Promise((resolve) => { wakeError = resolve; });

const request = (address, body, headers = {}) => new Promise((resolve) => {
  bus.send(address, body, headers, (error, message) => resolve(error ? { error } : message));
});

const hear = (address) => new Promise((resolve) => {
  const handler = (error, message) => {
    bus.unregisterHandler(address, handler);
    resolve(message);
  };
  bus.registerHandler(address, handler);
});

async function talk() {
  print('echo', said(await request('svc.echo', { text: '안녕', n: 1 })));
  print('headers', said(await request('svc.describe', 'x', { own: '1' })));
  print('nobody', await request('svc.nobody', 1));
  print('failed', await request('svc.fail', { code: 42, text: 'out of stock' }));
  print('late', (await request('svc.silent', 1, { timeout: 50 })).error.failureType);

  const denied = nextError();
  bus.send('nowhere', 1);
  print('denied', await denied);

  const news = hear('topic.x');
  bus.publish('topic.x', [1, 2, 3], { h: 'v' });
  print('news', said(await news));

  const first = await request('svc.dialog', 'hello');
  print('asked back', said(first));
  const second = await new Promise((resolve) => first.reply('fine', {}, (error, message) => resolve(message)));
  print('asked back and answered', said(second));

  const question = hear('topic.x');
  await untilPongs(pongs + 2); // the second one answers a ping that was sent after the registration
  print('registered', 'topic.x');
  const message = await question;
  print('question', said(message));
  const next = await new Promise((resolve) => message.reply('which?', {}, (error, answer) => resolve(answer)));
  print('answer to the answer', said(next));
  next.reply('that one');

  await untilPongs(pongs + 3);
  print('pongs', pongs >= 3);
}

bus.onclose = () => print('done', null);
bus.onopen = () => talk().then(() => bus.transport.end());
