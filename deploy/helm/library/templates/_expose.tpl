{{- define "livechat.service" -}}
{{- $facts := .Files.Get "facts.json" | fromJson -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "livechat.metadata" . | nindent 2 }}
  {{- with (.Values.service).annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: ClusterIP
  {{- if not $facts.port }}
  # Nobody calls it: it is there to be scraped, each instance by itself.
  clusterIP: None
  {{- end }}
  selector:
    {{- include "livechat.selectorLabels" . | nindent 4 }}
  ports:
    {{- if $facts.port }}
    - name: http
      port: {{ .Values.service.port }}
      targetPort: http
    {{- end }}
    {{- if $facts.internalPort }}
    - name: internal
      port: {{ $facts.internalPort }}
      targetPort: internal
    {{- end }}
{{- end -}}

{{- define "livechat.ingress" -}}
{{- $ingress := include "livechat.exposed" (dict "root" . "key" "ingress") | fromJson -}}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  {{- include "livechat.metadata" . | nindent 2 }}
  {{- with $ingress.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- with $ingress.className }}
  ingressClassName: {{ . }}
  {{- end }}
  {{- if $ingress.tlsSecret }}
  tls:
    - secretName: {{ $ingress.tlsSecret }}
      hosts: [{{ required "ingress.tlsSecret needs ingress.host" $ingress.host | quote }}]
  {{- end }}
  rules:
    - http:
        paths:
          {{- range $ingress.paths }}
          - path: {{ . }}
            pathType: Prefix
            backend:
              service:
                name: {{ include "livechat.fullname" $ }}
                port:
                  name: http
          {{- end }}
      {{- with $ingress.host }}
      host: {{ . | quote }}
      {{- end }}
{{- end -}}

{{- define "livechat.httpRoute" -}}
{{- $route := include "livechat.exposed" (dict "root" . "key" "httpRoute") | fromJson -}}
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  {{- include "livechat.metadata" . | nindent 2 }}
  {{- with $route.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  parentRefs:
    {{- required "httpRoute.parentRefs must name a Gateway" $route.parentRefs | toYaml | nindent 4 }}
  {{- with $route.hostnames }}
  hostnames:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  rules:
    - matches:
        {{- range $route.paths }}
        - path:
            type: PathPrefix
            value: {{ . }}
        {{- end }}
      backendRefs:
        - name: {{ include "livechat.fullname" . }}
          port: {{ .Values.service.port }}
      {{- with $route.sessionPersistence }}
      sessionPersistence:
        {{- toYaml . | nindent 8 }}
      {{- end }}
{{- end -}}

{{- define "livechat.isMonitored" -}}
{{- $facts := .Files.Get "facts.json" | fromJson -}}
{{- and $facts.internalPort (or (.Values.serviceMonitor).enabled (((.Values.global).livechat).serviceMonitor).enabled) | empty | ternary "" "true" -}}
{{- end -}}

{{- define "livechat.serviceMonitor" -}}
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ include "livechat.fullname" . }}
  namespace: {{ .Release.Namespace }}
  labels:
    {{- merge (include "livechat.labels" . | fromYaml) .Values.serviceMonitor.labels | toYaml | nindent 4 }}
spec:
  selector:
    matchLabels:
      {{- include "livechat.selectorLabels" . | nindent 6 }}
  endpoints:
    - port: internal
      path: /metrics
      interval: {{ .Values.serviceMonitor.interval }}
      # Otherwise a job is called as its Service is, which depends on the release; alerts and dashboard go by these names.
      relabelings:
        - targetLabel: job
          replacement: livechat-{{ ($.Files.Get "facts.json" | fromJson).service }}
{{- end -}}
