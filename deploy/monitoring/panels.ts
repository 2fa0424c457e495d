/** One chart: what is drawn, by which names, in which unit of Grafana's. */
export interface Panel {
  title: string;
  unit: 's' | 'reqps' | 'short' | 'percentunit' | 'bytes' | 'bool';
  /** Expression and legend. */
  lines: readonly (readonly [expr: string, legend: string])[];
  /** What it says, where the title does not. */
  about?: string;
}

export interface Row {
  title: string;
  panels: readonly Panel[];
}

const rate = (selector: string, by: string) => `sum by (${by}) (rate(${selector}[$__rate_interval]))`;
const rates = (selector: string, by: string) => [rate(selector, by), by.split(', ').map(inLegend).join(' ')] as const;
const inLegend = (label: string) => `{{${label}}}`;
const quantiles = (histogram: string, labels = '') =>
  [0.5, 0.9, 0.99].map(
    (quantile) =>
      [
        `histogram_quantile(${quantile}, sum by (le) (rate(${histogram}_bucket${labels}[$__rate_interval])))`,
        `p${quantile * 100}`,
      ] as const,
  );
const p99By = (histogram: string, by: string) =>
  [`histogram_quantile(0.99, sum by (le, ${by}) (rate(${histogram}_bucket[$__rate_interval])))`, inLegend(by)] as const;
const ofProcesses = '{job=~"$job"}';
const byInstance = '{{job}} {{instance}}';

export const rows: readonly Row[] = [
  {
    title: 'Message path',
    panels: [
      {
        title: 'Messages and conversations',
        unit: 'reqps',
        lines: [
          ['sum(rate(livechat_messages_stored_total[$__rate_interval]))', 'messages stored'],
          ['sum(rate(livechat_conversations_opened_total[$__rate_interval]))', 'conversations opened'],
        ],
      },
      {
        title: 'Time of a message in chat',
        unit: 's',
        about: 'From request to answer: review, transaction, and what it waits for.',
        lines: quantiles('livechat_bus_request_duration_seconds', '{request="sendMessage"}'),
      },
      {
        title: 'Time of a canary',
        unit: 's',
        about: 'Realtime, chat, moderation, Postgres, stream, and back to realtime.',
        lines: quantiles('livechat_canary_duration_seconds'),
      },
      {
        title: 'Canaries that failed',
        unit: 'short',
        lines: [
          ['sum by (why) (increase(livechat_canary_failures_total[10m]))', '{{why}} in 10 min'],
          ['sum(livechat_canary_deaf)', 'deaf instances'],
        ],
      },
      {
        title: 'Since the last canary heard',
        unit: 's',
        lines: [['time() - livechat_canary_last_heard_timestamp_seconds', '{{instance}}']],
      },
      {
        title: 'Outbox',
        unit: 'short',
        lines: [['max(livechat_outbox_rows)', 'events not taken by the stream']],
      },
      {
        title: 'Outbox age',
        unit: 's',
        lines: [['max(livechat_outbox_oldest_age_seconds)', 'oldest event that waits']],
      },
      {
        title: 'Events told and heard',
        unit: 'reqps',
        lines: [
          [rate('livechat_bus_events_published_total', 'event'), 'told {{event}}'],
          [rate('livechat_bus_events_received_total', 'event'), 'heard {{event}}'],
        ],
      },
      {
        title: 'Repairs',
        unit: 'reqps',
        about: 'What was not heard, and was fetched from chat.',
        lines: [
          ['sum(rate(livechat_repairs_total[$__rate_interval]))', 'questions to chat'],
          ['sum(rate(livechat_messages_repaired_total[$__rate_interval]))', 'messages told late'],
        ],
      },
    ],
  },
  {
    title: 'Doors',
    panels: [
      { title: 'REST requests', unit: 'reqps', lines: [rates('livechat_http_requests_total', 'status')] },
      {
        title: 'REST errors by route',
        unit: 'reqps',
        lines: [rates('livechat_http_requests_total{status=~"5..|aborted"}', 'route, method, status')],
      },
      { title: 'REST p99 by route', unit: 's', lines: [p99By('livechat_http_request_duration_seconds', 'route')] },
      { title: 'Socket events', unit: 'reqps', lines: [rates('livechat_socket_events_total', 'event')] },
      {
        title: 'Socket errors',
        unit: 'reqps',
        lines: [rates('livechat_socket_events_total{outcome!="OK"}', 'event, outcome')],
      },
      { title: 'Socket p99 by event', unit: 's', lines: [p99By('livechat_socket_event_duration_seconds', 'event')] },
      {
        title: 'Open sockets',
        unit: 'short',
        lines: [['sum by (role, transport) (livechat_sockets_open)', '{{role}} {{transport}}']],
      },
      {
        title: 'Sockets and conversations by instance',
        unit: 'short',
        lines: [
          ['sum by (instance) (livechat_sockets_open)', 'sockets {{instance}}'],
          ['livechat_conversations_followed', 'conversations {{instance}}'],
        ],
      },
      { title: 'Deliveries', unit: 'reqps', lines: [rates('livechat_socket_deliveries_total', 'event')] },
    ],
  },
  {
    title: 'Bus',
    panels: [
      {
        title: 'Calls that failed',
        unit: 'reqps',
        lines: [rates('livechat_bus_calls_total{outcome=~"UNAVAILABLE|INTERNAL"}', 'job, request, outcome')],
      },
      { title: 'Calls p99', unit: 's', lines: [p99By('livechat_bus_call_duration_seconds', 'request')] },
      {
        title: 'Requests served',
        unit: 'reqps',
        lines: [rates('livechat_bus_requests_served_total', 'request')],
      },
      { title: 'Requests served p99', unit: 's', lines: [p99By('livechat_bus_request_duration_seconds', 'request')] },
    ],
  },
  {
    title: 'Limits and refusals',
    panels: [
      { title: 'Refused at the doors', unit: 'reqps', lines: [rates('livechat_door_shed_total', 'job, what, reason')] },
      {
        title: 'Refused by chat',
        unit: 'reqps',
        lines: [rates('livechat_bus_requests_shed_total', 'request, reason')],
      },
      { title: 'Limits hit', unit: 'reqps', lines: [rates('livechat_limits_hit_total', 'limit')] },
      { title: 'Tokens refused', unit: 'reqps', lines: [rates('livechat_tokens_refused_total', 'why')] },
      { title: 'Names replaced', unit: 'reqps', lines: [rates('livechat_names_replaced_total', 'why')] },
    ],
  },
  {
    title: 'Moderation',
    panels: [
      { title: 'Reviews as chat sees them', unit: 'reqps', lines: [rates('livechat_reviews_total', 'action')] },
      { title: 'Verdicts', unit: 'reqps', lines: [rates('livechat_moderation_verdicts_total', 'action')] },
      { title: 'Reasons', unit: 'reqps', lines: [rates('livechat_moderation_reasons_total', 'reason')] },
      {
        title: 'Time of a review',
        unit: 's',
        lines: quantiles('livechat_moderation_review_duration_seconds'),
      },
      {
        title: 'What staff made of it',
        unit: 'short',
        lines: [['sum by (was, verdict) (increase(livechat_moderation_judged_total[1d]))', '{{was}} → {{verdict}}']],
      },
      {
        title: "Operator's lists",
        unit: 'short',
        lines: [
          ['max by (list) (livechat_moderation_list_entries)', 'entries of {{list}}'],
          ['max(livechat_moderation_lists_bad)', 'not as they should be'],
        ],
      },
    ],
  },
  {
    title: 'Saturation',
    panels: [
      {
        title: 'Event loop, p99 late',
        unit: 's',
        lines: [[`nodejs_eventloop_lag_p99_seconds${ofProcesses}`, byInstance]],
      },
      {
        title: 'CPU',
        unit: 'percentunit',
        about: 'Of one core: a service uses hardly more.',
        lines: [[`rate(process_cpu_seconds_total${ofProcesses}[$__rate_interval])`, byInstance]],
      },
      {
        title: 'Memory',
        unit: 'bytes',
        lines: [
          [`process_resident_memory_bytes${ofProcesses}`, `resident ${byInstance}`],
          [`nodejs_heap_size_used_bytes${ofProcesses}`, `heap ${byInstance}`],
        ],
      },
      {
        title: 'Garbage collection',
        unit: 'percentunit',
        lines: [
          [`sum by (job, instance) (rate(nodejs_gc_duration_seconds_sum${ofProcesses}[$__rate_interval]))`, byInstance],
        ],
      },
      {
        title: 'Database pool',
        unit: 'short',
        lines: [
          ['sum by (instance, state) (livechat_database_connections)', '{{state}} {{instance}}'],
          ['livechat_database_requests_waiting', 'waiting {{instance}}'],
        ],
      },
      { title: 'Open files', unit: 'short', lines: [[`process_open_fds${ofProcesses}`, byInstance]] },
    ],
  },
  {
    title: 'Dependencies',
    panels: [
      { title: 'Instances that answer', unit: 'short', lines: [['sum by (job) (up{job=~"$job"})', '{{job}}']] },
      {
        title: 'NATS',
        unit: 'short',
        lines: [
          ['livechat_bus_connected', `connected ${byInstance}`],
          ['increase(livechat_bus_reconnects_total[10m])', `came back in 10 min ${byInstance}`],
        ],
      },
      {
        title: 'Dependencies that answer',
        unit: 'short',
        about: 'As in /readyz: instances whose dependency answers. `canary` is whether an instance hears.',
        lines: [['sum by (dependency) (livechat_dependency_up)', '{{dependency}}']],
      },
      {
        title: 'Postgres',
        unit: 'bool',
        lines: [['livechat_dependency_up{dependency="postgres"}', `answers ${byInstance}`]],
      },
      {
        title: 'Redis',
        unit: 'bool',
        lines: [
          ['livechat_dependency_up{dependency="redis"}', `answers ${byInstance}`],
          ['livechat_limits_counted_locally', `counts limits alone ${byInstance}`],
        ],
      },
      {
        title: 'Starts',
        unit: 'short',
        lines: [[`sum by (job) (changes(process_start_time_seconds${ofProcesses}[30m]))`, '{{job}} in 30 min']],
      },
    ],
  },
];
