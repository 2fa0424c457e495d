/** What a text frame of Engine.IO 4 carries of Socket.IO 5, as far as the proxy cares; the default namespace only. */
export type Packet =
  | { kind: 'connect'; token: string | undefined }
  | { kind: 'event'; name: string; payload: unknown; id: string }
  | { kind: 'acknowledgement'; id: string }
  | { kind: 'other' };

const form = /^4([0-9])(\d*)(.*)$/s;

export function readPacket(frame: string): Packet {
  const [, type, id = '', json = ''] = form.exec(frame) ?? [];
  if (type === '0') return { kind: 'connect', token: textIn(Object(parsed(json)).token) };
  if (type === '3') return { kind: 'acknowledgement', id };
  const content = type === '2' ? parsed(json) : undefined;
  if (!Array.isArray(content)) return { kind: 'other' };
  return { kind: 'event', name: String(content[0]), payload: content[1], id };
}

export const eventFrame = (name: string, payload: unknown): string => `42${JSON.stringify([name, payload])}`;
export const acknowledgementFrame = (id: string, payload: unknown): string => `43${id}${JSON.stringify([payload])}`;
export const connectFrame = (auth: unknown): string => `40${JSON.stringify(auth)}`;
/** The server ends this socket. */
export const disconnectFrame = '41';

const textIn = (value: unknown) => (typeof value === 'string' ? value : undefined);

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // Not JSON, so not for the proxy.
    return undefined;
  }
}
