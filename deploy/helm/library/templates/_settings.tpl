{{/* A number as it was written: Helm reads all of them as floating-point, which would make 1000000 into 1e+06. */}}
{{- define "livechat.text" -}}
{{- if and (kindIs "float64" .) (eq (floor .) .) }}{{ int64 . }}{{ else }}{{ . }}{{ end -}}
{{- end -}}

{{/* Ingress and HTTPRoute: what the chart itself says over what is said for all. */}}
{{- define "livechat.exposed" -}}
{{- $shared := index ((.root.Values.global).livechat | default dict) .key | default dict | deepCopy -}}
{{- range $name, $value := index .root.Values .key | default dict -}}
{{- if $value }}{{ $_ := set $shared $name $value }}{{ end -}}
{{- end -}}
{{- $shared | toJson -}}
{{- end -}}

{{/*
Where each setting comes from, as JSON: `text` for what is said as it is, `reference` for a Secret and a key in it. What the
chart says itself goes before what is said for all, and that before what is there without a word. Which settings a service
reads is in facts.json, from its code.
*/}}
{{- define "livechat.sources" -}}
{{- $facts := .Files.Get "facts.json" | fromJson -}}
{{- $shared := (.Values.global).livechat | default dict -}}
{{- $default := deepCopy $facts.defaults -}}
{{- $ingress := include "livechat.exposed" (dict "root" . "key" "ingress") | fromJson -}}
{{- $route := include "livechat.exposed" (dict "root" . "key" "httpRoute") | fromJson -}}
{{- if or $ingress.enabled $route.enabled }}{{ $_ := set $default.settings "TRUST_PROXY" "1" }}{{ end -}}
{{- if ($shared.postgresCluster).enabled -}}
{{- $_ := set $default.secretSettings "DATABASE_URL" (dict "secret" (printf "%s-app" $shared.postgresCluster.name) "key" "uri") -}}
{{- end -}}
{{- $given := dict -}}
{{- range $from := list $shared .Values -}}
{{- range list $from.settings $from.secretSettings }}{{ range $name, $_ := . }}{{ $_ := set $given $name true }}{{ end }}{{ end -}}
{{- end -}}
{{- /* Whose tokens are trusted can be said in several ways: one is enough. */ -}}
{{- range $ways := $facts.required -}}
{{- $isGiven := false -}}
{{- range $ways }}{{ if and (gt (len $ways) 1) (hasKey $given .) }}{{ $isGiven = true }}{{ end }}{{ end -}}
{{- range $ways -}}
{{- if and $isGiven (not (hasKey $given .)) }}{{ $_ := unset $default.secretSettings . }}{{ end -}}
{{- end -}}
{{- end -}}
{{- $sources := dict -}}
{{- range $from := list $default $shared .Values -}}
{{- range $name, $reference := $from.secretSettings -}}
{{- $before := (index $sources $name).reference | default dict -}}
{{- $_ := set $sources $name (dict "reference" (empty $reference | ternary dict (merge (deepCopy ($reference | default dict)) $before))) -}}
{{- end -}}
{{- range $name, $value := $from.settings }}{{ $_ := set $sources $name (dict "text" (include "livechat.text" $value)) }}{{ end -}}
{{- end -}}
{{- range .Values.extraEnv }}{{ $_ := unset $sources .name }}{{ end -}}
{{- range $name := keys $sources }}{{ if not (has $name $facts.settings) }}{{ $_ := unset $sources $name }}{{ end }}{{ end -}}
{{- $sources | toJson -}}
{{- end -}}

{{/* The settings that are no secrets, as JSON. */}}
{{- define "livechat.settings" -}}
{{- $settings := dict -}}
{{- range $name, $source := include "livechat.sources" . | fromJson -}}
{{- if hasKey $source "text" }}{{ $_ := set $settings $name $source.text }}{{ end -}}
{{- end -}}
{{- $settings | toJson -}}
{{- end -}}

{{/* For each setting from a Secret its name and the key in it, as JSON. */}}
{{- define "livechat.secretSettings" -}}
{{- $secrets := dict -}}
{{- range $name, $source := include "livechat.sources" . | fromJson -}}
{{- with $source.reference }}{{ if .secret }}{{ $_ := set $secrets $name . }}{{ end }}{{ end -}}
{{- end -}}
{{- $secrets | toJson -}}
{{- end -}}

{{/* Nothing is installed that could not start. */}}
{{- define "livechat.checkSettings" -}}
{{- $facts := .Files.Get "facts.json" | fromJson -}}
{{- $names := concat (include "livechat.settings" . | fromJson | keys) (include "livechat.secretSettings" . | fromJson | keys) -}}
{{- range .Values.extraEnv }}{{ $names = append $names .name }}{{ end -}}
{{- range $alternatives := $facts.required -}}
{{- $found := false -}}
{{- range $alternatives }}{{ if has . $names }}{{ $found = true }}{{ end }}{{ end -}}
{{- if not $found -}}
{{- fail (printf "%s needs %s: in settings, secretSettings or extraEnv" $facts.service (join " or " $alternatives)) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Entries of `env` from Secrets. */}}
{{- define "livechat.secretEnv" -}}
{{- range $name, $reference := . }}
- name: {{ $name }}
  valueFrom:
    secretKeyRef:
      name: {{ $reference.secret }}
      key: {{ required (printf "secretSettings.%s needs a key" $name) $reference.key | quote }}
{{- end }}
{{- end -}}

{{/*
What is the chart's own business, then what comes from Secrets, then what the operator adds. A name that is given twice
is an error on the server, so what the operator adds replaces what is here.
*/}}
{{- define "livechat.env" -}}
{{- $facts := .Files.Get "facts.json" | fromJson -}}
{{- $own := list -}}
{{- if has "INSTANCE" $facts.ofChart -}}
{{- $own = append $own (dict "name" "INSTANCE" "valueFrom" (dict "fieldRef" (dict "fieldPath" "metadata.name"))) -}}
{{- end -}}
{{- if $facts.port }}{{ $own = append $own (dict "name" "PORT" "value" ($facts.port | toString)) }}{{ end -}}
{{- if $facts.internalPort }}{{ $own = append $own (dict "name" "INTERNAL_PORT" "value" ($facts.internalPort | toString)) }}{{ end -}}
{{- $own = append $own (dict "name" "DRAIN_DELAY_SECONDS" "value" (.Values.drainDelaySeconds | toString)) -}}
{{- $replaced := list -}}
{{- range .Values.extraEnv }}{{ $replaced = append $replaced .name }}{{ end -}}
{{- range $own -}}
{{- if not (has .name $replaced) }}
- {{ toYaml . | nindent 2 | trim }}
{{- end -}}
{{- end -}}
{{- include "livechat.secretEnv" (include "livechat.secretSettings" . | fromJson) -}}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end -}}
{{- end -}}

{{- define "livechat.configMap" -}}
apiVersion: v1
kind: ConfigMap
metadata:
  {{- include "livechat.metadata" . | nindent 2 }}
data:
  {{- include "livechat.settings" . | fromJson | toYaml | nindent 2 }}
{{- end -}}
