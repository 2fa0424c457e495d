import { Button, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Nothing here, and why. */
export function EmptyState({ icon, title, children }: { icon?: ReactNode; title: string; children?: ReactNode }) {
  return (
    <Stack align="center" justify="center" gap="xs" p="xl" h="100%" className="empty-state">
      {icon}
      <Text fw={600}>{title}</Text>
      {children}
    </Stack>
  );
}

/** It did not work, and how to go on. */
export function ErrorState({ title, onRetry }: { title: string; onRetry: () => void }) {
  const { t } = useTranslation('app');
  return (
    <Stack align="center" justify="center" gap="sm" p="xl" h="100%" role="alert">
      <Text fw={600}>{title}</Text>
      <Button variant="default" onClick={onRetry}>
        {t('retry')}
      </Button>
    </Stack>
  );
}
