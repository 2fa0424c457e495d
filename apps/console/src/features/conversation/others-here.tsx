import type { ConversationSnapshot } from '@livechat/client/open-conversation';
import { IconEye } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../console/context.ts';

/** Which colleagues look or write here, so that two do not answer at once. */
export function OthersHere({ snapshot }: { snapshot: ConversationSnapshot }) {
  const { t } = useTranslation('conversation');
  const { principal } = useConsole();
  const others = snapshot.viewers.filter(({ adminId }) => adminId !== principal.id);
  if (others.length === 0) return null;
  return (
    <p className="others-here" role="status">
      <IconEye size={14} aria-hidden />
      {others
        .map(({ displayName, typing }) => t(typing ? 'colleagueTypes' : 'colleagueLooks', { name: displayName }))
        .join(' · ')}
    </p>
  );
}
