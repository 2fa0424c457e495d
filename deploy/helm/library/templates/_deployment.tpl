{{/* The restricted Pod Security standard, and a file system that nothing is written to. */}}
{{- define "livechat.podSecurity" -}}
{{- $facts := .Files.Get "facts.json" | fromJson -}}
runAsNonRoot: true
runAsUser: {{ $facts.userId }}
runAsGroup: {{ $facts.userId }}
fsGroup: {{ $facts.userId }}
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "livechat.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- define "livechat.serviceAccount" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  {{- include "livechat.metadata" . | nindent 2 }}
  {{- with .Values.serviceAccount.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: false
{{- end -}}

{{/*
From SIGTERM on a process takes `drainDelaySeconds`, in which it still serves, and `endSeconds` at most for its orderly
end; 5 s more, so that nothing is killed that was about to end.
*/}}
{{- define "livechat.gracePeriodSeconds" -}}
{{- $facts := .Files.Get "facts.json" | fromJson -}}
{{- add .Values.preStopSeconds .Values.drainDelaySeconds $facts.endSeconds 5 -}}
{{- end -}}

{{- define "livechat.deployment" -}}
{{- $facts := .Files.Get "facts.json" | fromJson -}}
{{- $probePort := hasKey $facts "internalPort" | ternary "internal" "http" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  {{- include "livechat.metadata" . | nindent 2 }}
spec:
  {{- if not .Values.autoscaling.enabled }}
  replicas: {{ .Values.replicaCount }}
  {{- end }}
  revisionHistoryLimit: 5
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxUnavailable: 0
      maxSurge: 1
  selector:
    matchLabels:
      {{- include "livechat.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- merge (include "livechat.labels" . | fromYaml) .Values.podLabels | toYaml | nindent 8 }}
      annotations:
        {{- merge (dict "checksum/settings" (include "livechat.settings" . | sha256sum)) .Values.podAnnotations | toYaml | nindent 8 }}
    spec:
      {{- with include "livechat.pullSecrets" . }}
      {{- . | nindent 6 }}
      {{- end }}
      serviceAccountName: {{ include "livechat.serviceAccountName" . }}
      automountServiceAccountToken: false
      enableServiceLinks: false
      terminationGracePeriodSeconds: {{ include "livechat.gracePeriodSeconds" . }}
      {{- with .Values.priorityClassName }}
      priorityClassName: {{ . }}
      {{- end }}
      securityContext:
        {{- include "livechat.podSecurity" . | nindent 8 }}
      containers:
        - name: {{ $facts.service }}
          image: {{ include "livechat.image" . }}
          imagePullPolicy: {{ .Values.image.pullPolicy }}
          securityContext:
            {{- include "livechat.containerSecurity" . | nindent 12 }}
          ports:
            {{- if $facts.port }}
            - name: http
              containerPort: {{ $facts.port }}
            {{- end }}
            {{- if $facts.internalPort }}
            - name: internal
              containerPort: {{ $facts.internalPort }}
            {{- end }}
          envFrom:
            - configMapRef:
                name: {{ include "livechat.fullname" . }}
          env:
            {{- include "livechat.env" . | trim | nindent 12 }}
          # As docs/adr/0019 has it: one that hangs is replaced within 12 s, one that is busy is not.
          livenessProbe:
            httpGet: {path: /livez, port: {{ $probePort }}}
            periodSeconds: 4
            timeoutSeconds: 3
            failureThreshold: 3
          # Asks NATS and Postgres, each for a second at most.
          readinessProbe:
            httpGet: {path: /readyz, port: {{ $probePort }}}
            periodSeconds: 5
            timeoutSeconds: 3
            failureThreshold: 2
          startupProbe:
            httpGet: {path: /livez, port: {{ $probePort }}}
            periodSeconds: 2
            timeoutSeconds: 3
            failureThreshold: 30
          {{- if .Values.preStopSeconds }}
          lifecycle:
            preStop:
              sleep:
                seconds: {{ .Values.preStopSeconds }}
          {{- end }}
          resources:
            {{- toYaml .Values.resources | nindent 12 }}
          volumeMounts:
            - name: tmp
              mountPath: /tmp
            {{- with .Values.extraVolumeMounts }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
      volumes:
        - name: tmp
          emptyDir:
            sizeLimit: 64Mi
        {{- with .Values.extraVolumes }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      topologySpreadConstraints:
        {{- range .Values.topologySpreadConstraints }}
        - {{ mergeOverwrite (dict "labelSelector" (dict "matchLabels" (include "livechat.selectorLabels" $ | fromYaml))) . | toYaml | nindent 10 | trim }}
        {{- end }}
      {{- with .Values.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .Values.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .Values.affinity }}
      affinity:
        {{- toYaml . | nindent 8 }}
      {{- end }}
{{- end -}}
