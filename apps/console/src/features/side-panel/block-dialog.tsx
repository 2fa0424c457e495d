import { failureText } from '@livechat/ui/failure-text';
import { Button, Group, NativeSelect, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../console/context.ts';
import { Dialog } from '../../ui/dialog.tsx';

const hourMs = 3_600_000;
/** How long a customer may be shut out; without an end for good. */
const terms = { hour: hourMs, day: 24 * hourMs, week: 7 * 24 * hourMs, forGood: undefined };

interface Props {
  userId: number;
  name: string;
  onClose(): void;
  onDone(): void;
}

export function BlockDialog({ userId, name, onClose, onDone }: Props) {
  const { t } = useTranslation('sidePanel');
  const { client } = useConsole();
  const [reason, setReason] = useState('');
  const [term, setTerm] = useState<keyof typeof terms>('day');
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  const block = async (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() === '') return setFailure(t('reasonMissing'));
    setBusy(true);
    const lastsMs = terms[term];
    const until = lastsMs === undefined ? {} : { until: new Date(Date.now() + lastsMs).toISOString() };
    const answer = await client.calls.blockUser({ userId, reason: reason.trim(), ...until });
    setBusy(false);
    if (answer.ok) onDone();
    else setFailure(failureText(t, answer));
  };

  return (
    <Dialog onClose={onClose} title={t('blockWhom', { name })} closeButtonProps={{ 'aria-label': t('cancel') }}>
      <form onSubmit={block} className="side-panel-dialog">
        <Text size="sm">{t('blockMeans')}</Text>
        <Textarea
          label={t('reason')}
          description={t('reasonSeenBy')}
          data-autofocus
          autosize
          minRows={2}
          maxLength={500}
          value={reason}
          error={failure}
          onChange={({ currentTarget: { value } }) => {
            setReason(value);
            setFailure(undefined);
          }}
        />
        <NativeSelect
          label={t('howLong')}
          value={term}
          data={Object.keys(terms).map((value) => ({ value, label: t(`terms.${value}`) }))}
          onChange={({ currentTarget: { value } }) => {
            if (value in terms) setTerm(value as keyof typeof terms);
          }}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" className="side-panel-block-now" loading={isBusy}>
            {t('blockNow')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
