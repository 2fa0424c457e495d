const words =
  `order parcel invoice refund screen router printer cable delivery address account password payment card bank
  phone number courier blue green small large broken missing late wrong twice again yesterday monday friday morning
  evening please check find send change cancel return repair explain tell help where when which how long since before
  after about under manual model serial warranty receipt shoe jacket lamp chair table bottle window kitchen garden`.split(
    /\s+/,
  );

/** A message like no other: one text from all customers at once is what moderation looks out for. */
export function madeUpText(): string {
  const picked = Array.from({ length: 9 }, () => words[Math.floor(Math.random() * words.length)]);
  return `${picked.join(' ')}?`;
}
