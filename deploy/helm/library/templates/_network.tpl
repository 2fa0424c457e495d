{{/* The port of an address: what stands behind the last colon, or what its scheme means. */}}
{{- define "livechat.portOf" -}}
{{- $host := regexReplaceAll "^[a-z]+://([^/]*).*$" . "${1}" -}}
{{- $port := regexFind ":[0-9]+$" $host | trimPrefix ":" -}}
{{- $usual := dict "https" "443" "http" "80" -}}
{{- $port | default (index $usual (regexFind "^[a-z]+" .)) | default "4222" -}}
{{- end -}}

{{- define "livechat.egressTo" -}}
- ports:
    {{- range .ports }}
    - port: {{ . }}
      protocol: TCP
    {{- end }}
  {{- with .to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{- define "livechat.egressToDns" -}}
- ports:
    - port: 53
      protocol: UDP
    - port: 53
      protocol: TCP
  {{- with .Values.networkPolicy.dnsTo }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{- define "livechat.egressToPostgres" -}}
{{- $cluster := ((.Values.global).livechat).postgresCluster | default dict -}}
{{- $to := .Values.networkPolicy.postgres.to -}}
{{- if and (not $to) $cluster.enabled -}}
{{- $to = list (dict "podSelector" (dict "matchLabels" (dict "cnpg.io/cluster" $cluster.name))) -}}
{{- end -}}
{{- include "livechat.egressTo" (dict "ports" (list .Values.networkPolicy.postgres.port) "to" $to) -}}
{{- end -}}

{{/* What a service is not known to need is refused, both ways. */}}
{{- define "livechat.networkPolicy" -}}
{{- $facts := .Files.Get "facts.json" | fromJson -}}
{{- $settings := include "livechat.settings" . | fromJson -}}
{{- $policy := .Values.networkPolicy -}}
{{- $metricsFrom := $policy.metricsFrom -}}
{{- if and (not $metricsFrom) (eq (include "livechat.isMonitored" .) "true") -}}
{{- $metricsFrom = list (dict "namespaceSelector" dict) -}}
{{- end -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "livechat.metadata" . | nindent 2 }}
spec:
  podSelector:
    matchLabels:
      {{- include "livechat.selectorLabels" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress:
    {{- if $facts.port }}
    - ports:
        - port: http
          protocol: TCP
      {{- with $policy.ingressFrom }}
      from:
        {{- toYaml . | nindent 8 }}
        - podSelector:
            matchLabels:
              app.kubernetes.io/instance: {{ $.Release.Name }}
              app.kubernetes.io/component: test
      {{- end }}
    {{- end }}
    {{- if and $facts.internalPort $metricsFrom }}
    - ports:
        - port: internal
          protocol: TCP
      from:
        {{- toYaml $metricsFrom | nindent 8 }}
    {{- end }}
    {{- if not (or $facts.port (and $facts.internalPort $metricsFrom)) }} []{{ end }}
  egress:
    {{- if not $facts.uses }} []{{ else }}
    {{- include "livechat.egressToDns" . | nindent 4 }}
    {{- $ports := list }}
    {{- range splitList "," ($settings.NATS_URL | default "") }}{{ $ports = append $ports (include "livechat.portOf" (trim .) | int) }}{{ end }}
    {{- include "livechat.egressTo" (dict "ports" (uniq $ports) "to" $policy.nats.to) | nindent 4 }}
    {{- if has "redis" $facts.uses }}
    {{- include "livechat.egressTo" (dict "ports" (list $policy.redis.port) "to" $policy.redis.to) | nindent 4 }}
    {{- end }}
    {{- if has "postgres" $facts.uses }}
    {{- include "livechat.egressToPostgres" . | nindent 4 }}
    {{- end }}
    {{- range list "OTEL_EXPORTER_OTLP_ENDPOINT" "AUTH_JWKS_URL" }}
    {{- with index $settings . }}
    {{- include "livechat.egressTo" (dict "ports" (list (include "livechat.portOf" . | int)) "to" list) | nindent 4 }}
    {{- end }}
    {{- end }}
    {{- with $policy.extraEgress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    {{- end }}
{{- end -}}
