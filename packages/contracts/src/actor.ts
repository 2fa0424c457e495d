import { z } from 'zod';

export const services = ['gateway', 'chat', 'moderation', 'realtime'] as const;
export type Service = (typeof services)[number];

export const roles = ['user', 'admin'] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

/** A person as this system knows them: `id` is ours, `subject` is the host application's. */
export const Principal = z.object({
  id: z.int().positive(),
  role: Role,
  subject: z.string(),
  username: z.string(),
  displayName: z.string(),
});
export type Principal = z.infer<typeof Principal>;

/**
 * Who is asking. Set by the edge in a header, never in a body; it can be believed because only the edges may
 * publish on the request subjects.
 */
export const Actor = z.union([
  Principal,
  z.object({ role: z.literal('service'), name: z.enum(services) }),
  z.object({ role: z.literal('anonymous') }),
]);
export type Actor = z.infer<typeof Actor>;
export type ActorRole = Actor['role'];
