{{- define "livechat.test.labels" -}}
app.kubernetes.io/name: livechat-test
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: test
{{- end -}}

{{- define "livechat.test.metadata" -}}
name: {{ include "livechat.fullname" . }}-test
namespace: {{ .Release.Namespace }}
labels:
  {{- include "livechat.test.labels" . | nindent 2 }}
{{- end -}}
