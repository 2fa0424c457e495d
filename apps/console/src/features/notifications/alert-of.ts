import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { PersonalSettings } from '../../console/personal-settings.ts';

/** What the person sees at this moment. */
export interface Sight {
  isPageVisible: boolean;
  /** The conversation that is open in this tab. */
  openId: number | undefined;
  ownId: number;
}

/** Whether a customer's message calls for a person who does not see it anyway, as they chose it. */
export function callsFor(
  { id, adminId }: Pick<Conversation, 'id' | 'adminId'>,
  { isPageVisible, openId, ownId }: Sight,
  { alerts }: Pick<PersonalSettings, 'alerts'>,
): boolean {
  if (alerts === 'none' || (isPageVisible && openId === id)) return false;
  if (adminId === ownId || alerts === 'all') return true;
  return alerts === 'mineAndUnassigned' && adminId === null;
}

/** In the tab: how many conversations have something unread. */
export function titleOf(company: string, unread: number): string {
  if (unread === 0) return company;
  return `(${unread > 99 ? '99+' : unread}) ${company}`;
}
