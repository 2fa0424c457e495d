import type { Logger } from '@livechat/service/logger';
import { type inboundEvents, listenToSocket } from './inbound.ts';
import type { Memberships } from './memberships.ts';
import { staffRoom, userRoom } from './rooms.ts';
import type { ChatSocket } from './server.ts';
import type { StaffNotices } from './staff-notices.ts';

const warnBeforeExpiryMs = 60_000;
const maxTimeoutMs = 2 ** 31 - 1;

export interface ConnectionParts {
  events: ReturnType<typeof inboundEvents>;
  memberships: Memberships;
  staffNotices: StaffNotices;
  log: Logger;
}

/** The life of one authenticated socket. */
export function acceptSocket(socket: ChatSocket, { events, memberships, staffNotices, log }: ConnectionParts): void {
  const { principal, expiresAt } = socket.data;
  const fields = { role: principal.role, principalId: principal.id, socket: socket.id };
  log.info(fields, 'connected');
  listenToSocket(socket, events, log);
  const isStaff = principal.role === 'admin';
  if (isStaff) {
    socket.join(staffRoom);
    staffNotices.arrive();
  } else {
    socket.join(userRoom(principal.id));
  }
  const stopTimers = watchExpiry(socket, expiresAt);
  socket.on('disconnect', (reason) => {
    stopTimers();
    memberships.leaveAll(socket);
    if (isStaff) staffNotices.leave();
    log.info({ ...fields, reason }, 'disconnected');
  });
}

/** A socket lives no longer than its token, and is told a minute before. */
function watchExpiry(socket: ChatSocket, expiresAt: number): () => void {
  const leftMs = expiresAt - Date.now();
  // A timer holds 24.8 days; what is further away is looked at again then.
  if (leftMs > maxTimeoutMs) {
    let stop = () => {};
    const again = setTimeout(() => {
      stop = watchExpiry(socket, expiresAt);
    }, maxTimeoutMs);
    return () => {
      clearTimeout(again);
      stop();
    };
  }
  const warning = setTimeout(
    () => socket.emit('auth-expiring', { expiresAt: new Date(expiresAt).toISOString() }),
    Math.max(0, leftMs - warnBeforeExpiryMs),
  );
  const end = setTimeout(() => socket.disconnect(true), Math.max(0, leftMs));
  return () => {
    clearTimeout(warning);
    clearTimeout(end);
  };
}
