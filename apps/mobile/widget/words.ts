/** The few words that the page itself shows; the app in the frame has its own. */
export const words = {
  en: {
    label: 'Chat with support',
    unread: '{n} unread',
    close: 'Close the chat',
    loading: 'Loading…',
    silent: 'The chat cannot be reached.',
    retry: 'Try again',
  },
  de: {
    label: 'Chat mit dem Support',
    unread: '{n} ungelesen',
    close: 'Chat schließen',
    loading: 'Wird geladen…',
    silent: 'Der Chat ist nicht erreichbar.',
    retry: 'Noch einmal versuchen',
  },
  ar: {
    label: 'محادثة الدعم',
    unread: '{n} غير مقروءة',
    close: 'إغلاق المحادثة',
    loading: 'جارٍ التحميل…',
    silent: 'تعذّر الوصول إلى المحادثة.',
    retry: 'حاول مرة أخرى',
  },
};
export type WidgetLanguage = keyof typeof words;
