{{/* All that a service's chart is made of; what only some have is asked for in its values or its facts. */}}
{{- define "livechat.app" -}}
{{- include "livechat.checkSettings" . -}}
{{- $facts := .Files.Get "facts.json" | fromJson -}}
{{ include "livechat.configMap" . }}
---
{{ include "livechat.deployment" . }}
---
{{ include "livechat.service" . }}
{{- if .Values.serviceAccount.create }}
---
{{ include "livechat.serviceAccount" . }}
{{- end }}
{{- if .Values.podDisruptionBudget.enabled }}
---
{{ include "livechat.podDisruptionBudget" . }}
{{- end }}
{{- if .Values.autoscaling.enabled }}
---
{{ include "livechat.autoscaler" . }}
{{- end }}
{{- if .Values.networkPolicy.enabled }}
---
{{ include "livechat.networkPolicy" . }}
{{- end }}
{{- if $facts.port }}
{{- if (include "livechat.exposed" (dict "root" . "key" "ingress") | fromJson).enabled }}
---
{{ include "livechat.ingress" . }}
{{- end }}
{{- if (include "livechat.exposed" (dict "root" . "key" "httpRoute") | fromJson).enabled }}
---
{{ include "livechat.httpRoute" . }}
{{- end }}
{{- end }}
{{- if eq (include "livechat.isMonitored" .) "true" }}
---
{{ include "livechat.serviceMonitor" . }}
{{- end }}
{{- end -}}
