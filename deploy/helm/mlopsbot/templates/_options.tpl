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
{{- if .Values.knowledge.volume }}
MlOpsBot__Knowledge: /knowledge
{{- end }}
{{- range $name, $value := .Values.options }}
{{ $name }}: {{ $value | toString | quote }}
{{- end }}
{{- end -}}
