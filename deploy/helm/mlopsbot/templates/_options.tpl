{{/* The options that are no secret, as the environment has them. */}}
{{- define "mlopsbot.options" -}}
MlOpsBot__SecretsFolder: /run/secrets/mlopsbot
{{- with .Values.teams }}
{{- if .appId }}
MlOpsBot__Teams__AppId: {{ .appId | quote }}
MlOpsBot__Teams__TenantId: {{ .tenantId | quote }}
{{- end }}
{{- if .clientSecretExpires }}
MlOpsBot__Teams__ClientSecretExpires: {{ .clientSecretExpires | quote }}
{{- end }}
{{- if .workloadIdentity.enabled }}
MlOpsBot__Teams__WorkloadIdentity: "true"
{{- end }}
{{- end }}
{{- if .Values.ingress.enabled }}
{{- if not (hasKey .Values.options "MlOpsBot__PublicUrl") }}
MlOpsBot__PublicUrl: {{ printf "https://%s" .Values.ingress.host | quote }}
{{- end }}
{{- if and .Values.networkPolicy.enabled (not (hasKey .Values.options "MlOpsBot__Limits__TrustedProxies")) }}
{{- /* The network policy lets nobody but the ingress controller in: what it says of callers' addresses is believed. */}}
MlOpsBot__Limits__TrustedProxies: "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10"
{{- end }}
{{- end }}
{{- if .Values.knowledge.volume }}
MlOpsBot__Knowledge: /knowledge
{{- end }}
{{- range $name, $value := .Values.options }}
{{ $name }}: {{ $value | toString | quote }}
{{- end }}
{{- end -}}
