import { connect } from 'node:net';

/** Sends a line and tells whether the answer begins or contains what it should. Every wait is limited. */
export function answersWith(host: string, port: number, question: string, answer: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let heard = '';
    const finish = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.setTimeout(1000, () => finish(false));
    socket.once('error', () => finish(false));
    socket.once('close', () => finish(false));
    socket.once('connect', () => (answer === '' ? finish(true) : socket.write(question)));
    socket.setEncoding('utf8').on('data', (text) => {
      heard += text;
      if (heard.includes(answer)) finish(true);
    });
  });
}

export function natsAnswers(host: string, port: number, user: string, pass: string): Promise<boolean> {
  const options = JSON.stringify({ verbose: false, user, pass });
  return answersWith(host, port, `CONNECT ${options}\r\nPING\r\n`, 'PONG');
}

export function redisAnswers(host: string, port: number, password: string): Promise<boolean> {
  return answersWith(host, port, `AUTH ${password}\r\nPING\r\n`, '+PONG');
}
