import { query } from '../../../../tests/setup/database.ts';
import { newPerson, type Person, principalOf } from '../../../../tests/setup/people.ts';

/** A subject has so many characters. */
const subjectLimit = 255;

/** Somebody of the staff with a name that no door would let in. */
export async function staffNamed(name: string): Promise<{ person: Person; id: number }> {
  const person = newPerson('admin');
  const { id } = await principalOf(person);
  await query('update admins set display_name = $2, username = $2 where id = $1', [id, name]);
  return { person, id };
}

interface Poisoned {
  customer: string;
  adminId: number;
  subject: string;
  texts: readonly string[];
}

/**
 * A conversation with these texts as they are, past cleaning and moderation: each is a message's, in turn the customer's
 * and the staff's, a reply to the one before, and in its metadata key, value, reason and original.
 */
export async function poisonedConversation({ customer, adminId, subject, texts }: Poisoned): Promise<number> {
  const [row] = await query<{ id: number; userId: number }>(
    `
    with customer as (
      insert into users (subject, username, display_name) values (gen_random_uuid()::text, $1, $1) returning id)
    insert into chat_conversations
      (user_id, admin_id, subject, last_message_at, last_message_by, last_seq, admin_unread_count)
    select id, $2, $3, now() - interval '1 day', 'user', $4::int, ($4::int + 1) / 2 from customer returning id, user_id as "userId"`,
    [customer, adminId, [...subject].slice(0, subjectLimit).join(''), texts.length],
  );
  const id = row?.id ?? 0;
  await query(
    `
    insert into chat_messages (conversation_id, seq, sender_type, sender_id, message, metadata, created_at)
    select $1, seq, (case when seq % 2 = 1 then 'user' else 'admin' end)::chat_role,
      case when seq % 2 = 1 then $2::bigint else $3::bigint end, text,
      jsonb_build_object(left(text, 200) || '.', text)
        || case when seq % 4 = 0 then jsonb_build_object('moderation', jsonb_build_object('reasons',
          jsonb_build_array(jsonb_build_object('code', left(text, 100), 'detail', text)), 'original', text))
          else '{}' end
        || case when seq % 8 = 0 then '{"removed": true}'::jsonb else '{}' end,
      now() - interval '2 days' + seq * interval '1 second'
    from unnest($4::text[]) with ordinality as given(text, seq)`,
    [id, row?.userId, adminId, texts],
  );
  await query(
    `
    update chat_messages set reply_to_id = before.id from chat_messages before
    where chat_messages.conversation_id = $1 and before.conversation_id = $1 and before.seq = chat_messages.seq - 1`,
    [id],
  );
  return id;
}
