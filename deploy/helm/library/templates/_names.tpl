{{- define "livechat.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{/*
Short enough that the name of a pod, with 17 characters more, is the name of an instance (INSTANCE, 63 at most), and
without dots, which neither an instance nor a Service may have.
*/}}
{{- define "livechat.fullname" -}}
{{- $name := include "livechat.name" . -}}
{{- $isNamed := or (eq .Release.Name $name) (hasSuffix (printf "-%s" $name) .Release.Name) -}}
{{- $full := $isNamed | ternary .Release.Name (printf "%s-%s" .Release.Name $name) -}}
{{- default $full .Values.fullnameOverride | replace "." "-" | trunc 46 | trimSuffix "-" -}}
{{- end -}}

{{- define "livechat.selectorLabels" -}}
app.kubernetes.io/name: {{ include "livechat.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "livechat.labels" -}}
{{ include "livechat.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: livechat
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "livechat.metadata" -}}
name: {{ include "livechat.fullname" . }}
namespace: {{ .Release.Namespace }}
labels:
  {{- include "livechat.labels" . | nindent 2 }}
{{- end -}}

{{- define "livechat.serviceAccountName" -}}
{{- $own := .Values.serviceAccount.create | ternary (include "livechat.fullname" .) "default" -}}
{{- default $own .Values.serviceAccount.name -}}
{{- end -}}

{{- define "livechat.image" -}}
{{- $shared := ((.Values.global).livechat).image | default dict -}}
{{- $image := .Values.image -}}
{{- $registry := $image.registry | default $shared.registry -}}
{{- with $registry }}{{ . }}/{{ end }}{{ $image.repository }}
{{- if $image.digest }}@{{ $image.digest }}{{ else }}:{{ $image.tag | default $shared.tag | default .Chart.AppVersion }}{{ end -}}
{{- end -}}

{{- define "livechat.pullSecrets" -}}
{{- $shared := (((.Values.global).livechat).image).pullSecrets | default list -}}
{{- with concat $shared .Values.image.pullSecrets | uniq -}}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end -}}
{{- end -}}
