/** What a client is held against, each rule once. docs/clients.md and conformance/README.md speak of them by these names. */
export const rules = {
  ANSWERS: 'The program under test answers every command in time and as the protocol says.',
  TOKEN_RENEWED:
    'After its token has ended the client goes on with a newer one, on the socket that it has or on a new one.',
  RESUME_AFTER_SILENCE:
    'A connection that fell silent without being closed is noticed when the network is said to have changed, and everything stored is shown.',
  SAME_ID_ON_RETRY:
    'Every attempt to store a message carries the clientMessageId that `send` was answered with, after a restart too.',
  RETRY_AFTER: 'A message that was refused with a time to wait is not sent again before it is over.',
  NO_LOSS: 'Every message that `send` was answered for is stored once the network is well.',
  NO_DOUBLE_STORED: 'No message is stored twice.',
  SENT_IN_ORDER: 'Own messages are stored in the order in which they were written.',
  NO_DOUBLE_SHOWN: 'At no time a message is shown twice, nor beside its own unsent copy.',
  ORDER_BY_SEQ: 'At all times stored messages are shown in the order of their seq, and unsent ones after them.',
  NO_GAP_SHOWN: 'At no time a message is shown while one between it and the first one shown is missing.',
  CAUGHT_UP:
    'Once the network is well everything that is stored is shown, what others wrote too, without being asked for.',
  SHOWN_AS_STORED:
    'What is shown has the seq, the clientMessageId and the text that are stored, and nothing still waits.',
} as const;

export type Rule = keyof typeof rules;

/** That a client broke a rule, and by what it was seen. */
export interface Violation {
  rule: Rule;
  detail: string;
}

const order = Object.keys(rules);

/** Of several broken rules the one that explains the others comes first. */
export function byWeight(violations: readonly Violation[]): Violation[] {
  const first = new Map<Rule, Violation>();
  for (const violation of violations) if (!first.has(violation.rule)) first.set(violation.rule, violation);
  return [...first.values()].sort((one, other) => order.indexOf(one.rule) - order.indexOf(other.rule));
}
