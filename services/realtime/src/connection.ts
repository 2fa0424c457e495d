import type { Audit } from '@livechat/edge/audit';
import type { Blocks } from '@livechat/edge/blocks';
import type { Overload } from '@livechat/edge/overload';
import type { Logger } from '@livechat/service/logger';
import type { Deliveries } from './deliveries.ts';
import type { EndIfBlocked } from './end-blocked.ts';
import { gatherFrames } from './gather-frames.ts';
import { type inboundEvents, listenToSocket } from './inbound.ts';
import { limitBacklog } from './limit-backlog.ts';
import type { Memberships } from './memberships.ts';
import type { ObserveEvent } from './observe-events.ts';
import type { Presence } from './presence.ts';
import { releaseRequest } from './release-request.ts';
import { personRoom, staffRoom } from './rooms.ts';
import type { ChatSocket } from './server.ts';
import type { StaffNotices } from './staff-notices.ts';
import type { TokenLife } from './token-life.ts';
import type { Typing } from './typing.ts';

export interface ConnectionParts {
  events: ReturnType<typeof inboundEvents>;
  memberships: Memberships;
  staffNotices: StaffNotices;
  tokenLife: TokenLife;
  typing: Typing;
  presence: Presence;
  deliveries: Deliveries;
  blocks: Pick<Blocks, 'refusal'>;
  endIfBlocked: EndIfBlocked;
  overload: Overload;
  log: Logger;
  audit: Audit;
  observe: ObserveEvent;
}

/** The life of one authenticated socket. */
export function acceptSocket(socket: ChatSocket, parts: ConnectionParts): void {
  const {
    events,
    memberships,
    staffNotices,
    tokenLife,
    typing,
    presence,
    deliveries,
    blocks,
    endIfBlocked,
    overload,
    log,
    audit,
    observe,
  } = parts;
  const { principal } = socket.data;
  const fields = { role: principal.role, principalId: principal.id, socket: socket.id };
  log.info(fields, 'connected');
  listenToSocket({ socket, events, blocks, overload, log, audit, observe });
  const isStaff = principal.role === 'admin';
  if (isStaff) {
    socket.join(staffRoom);
    staffNotices.arrive();
  }
  socket.join(personRoom(principal.role, principal.id));
  presence.welcome(socket);
  deliveries.watch(socket);
  gatherFrames(socket);
  releaseRequest(socket);
  limitBacklog(socket, () => log.warn(fields, 'closed because it does not read'));
  socket.on('disconnect', (reason) => {
    typing.stopAll(socket);
    memberships.leaveAll(socket);
    if (isStaff) staffNotices.leave();
    log.info({ ...fields, reason }, 'disconnected');
  });
  // Last: both may end the socket at once. Who was blocked while it was let in was not among those looked through then.
  endIfBlocked(socket);
  tokenLife.watch(socket);
}
