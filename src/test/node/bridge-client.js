'use strict';
// Speaks to a bridge with the client that Vert.x users have, one thing after another, and prints a line of JSON for each:
//
//   node bridge-client.js PORT
//
// When it has printed "registered" it waits to be asked at topic.x; it ends with "done".

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
let wakeError = null;
bus.onerror = (error) => (wakeError ? wakeError(error) : print('error', error));
const nextError = () => new Promise((resolve) => {
  wakeError = (error) => {
    wakeError = null;
    resolve(error);
  };
});

// A message has to be answered before its callback returns: afterwards the client takes it for a later one of the same packet.
const request = (address, body, headers = {}, answer = () => {}) => new Promise((resolve) => {
  bus.send(address, body, headers, (error, message) => {
    answer(message);
    resolve(error ? { error } : message);
  });
});

const hear = (address, answer = () => {}) => new Promise((resolve) => {
  const handler = (error, message) => {
    answer(message);
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

  await new Promise((done) => request('svc.dialog', 'hello', {}, (first) => {
    print('asked back', said(first));
    first.reply('fine', {}, (error, second) => {
      print('asked back and answered', said(second));
      done();
    });
  }));

  await new Promise((done) => {
    hear('topic.x', (question) => {
      print('question', said(question));
      question.reply('which?', {}, (error, next) => {
        print('answer to the answer', said(next));
        next.reply('that one');
        done();
      });
    });
    // Frames are taken in the order in which they were sent.
    request('svc.echo', 'am I registered?').then(() => print('registered', 'topic.x'));
  });

  await untilPongs(pongs + 3);
  print('pongs', pongs >= 3);
}

bus.onclose = () => print('done', null);
bus.onopen = () => talk().then(() => bus.transport.destroy());
