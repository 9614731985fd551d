{{/* Refuses what cannot work, each with one line that says what to do. */}}
{{- define "mlopsbot.possible" -}}
{{- $sqlite := eq .Values.storage.kind "sqlite" -}}
{{- if and $sqlite (gt (int .Values.replicas) 1) -}}
{{- fail (printf "replicas is %d, and storage.kind is sqlite: a second replica would be a second bot with another memory. Set replicas to 1, or storage.kind to postgresql." (int .Values.replicas)) -}}
{{- end -}}
{{- $secrets := .Values.secrets -}}
{{- if and $secrets.existingSecret $secrets.inline -}}
{{- fail "secrets.existingSecret and secrets.inline are both given. Give one of them." -}}
{{- end -}}
{{- if not (or $secrets.existingSecret $secrets.inline) -}}
{{- fail "No secrets: name the Secret with the bot's tokens in secrets.existingSecret (or, to try it out, give them in secrets.inline)." -}}
{{- end -}}
{{- $connection := "MlOpsBot__Storage__PostgresConnectionString" -}}
{{- if and $sqlite (hasKey $secrets.inline $connection) -}}
{{- fail (printf "storage.kind is sqlite, and secrets.inline has %s, with which the bot would use PostgreSQL. Leave one of them out." $connection) -}}
{{- end -}}
{{- if and (not $sqlite) $secrets.inline (not (hasKey $secrets.inline $connection)) -}}
{{- fail (printf "storage.kind is postgresql, and secrets.inline lacks %s. Give it, or set storage.kind to sqlite and replicas to 1." $connection) -}}
{{- end -}}
{{- range $name, $value := .Values.options -}}
{{- if not (hasPrefix "MlOpsBot__" $name) -}}
{{- fail (printf "options.%s is no option of the bot: their names begin with MlOpsBot__." $name) -}}
{{- end -}}
{{- if or (regexMatch "(Secret|Token|Password|ConnectionString)$" $name) (contains "EncryptionKeys" $name) -}}
{{- fail (printf "options.%s is a secret, and options end up in a ConfigMap. Put it into the Secret." $name) -}}
{{- end -}}
{{- end -}}
{{- with .Values.teams -}}
{{- if and .appId (not .tenantId) -}}
{{- fail "teams.appId is given without teams.tenantId: the App Tenant ID of the Azure Bot's page \"Configuration\"." -}}
{{- end -}}
{{- if and (not .appId) (or .tenantId .clientSecretExpires .workloadIdentity.enabled) -}}
{{- fail "teams.appId is left out, and the rest of teams means nothing without it." -}}
{{- end -}}
{{- if and .workloadIdentity.enabled .clientSecretExpires -}}
{{- fail "teams.workloadIdentity.enabled is true, and teams.clientSecretExpires is given: a workload identity has no client secret. Leave one of them out." -}}
{{- end -}}
{{- if and .workloadIdentity.enabled (hasKey $secrets.inline "MlOpsBot__Teams__ClientSecret") -}}
{{- fail "teams.workloadIdentity.enabled is true, and secrets.inline has MlOpsBot__Teams__ClientSecret. Leave one of them out." -}}
{{- end -}}
{{- end -}}
{{- if and .Values.teams.workloadIdentity.enabled .Values.serviceAccount.existing .Values.serviceAccount.annotations -}}
{{- fail "serviceAccount.existing is given, and this chart does not change an account that it has not made. Annotate it yourself, and leave serviceAccount.annotations out." -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) -}}
{{- fail "ingress.enabled is true without ingress.host: the name by which Slack and Teams call the bot." -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.tlsSecret) -}}
{{- fail "ingress.enabled is true without ingress.tlsSecret: Slack and Teams call https alone." -}}
{{- end -}}
{{- if and .Values.knowledge.volume .Values.knowledge.organization -}}
{{- fail "knowledge.volume and knowledge.organization are both given: with a volume of your own, put organization.yaml into it." -}}
{{- end -}}
{{- $drain := int (get .Values.options "MlOpsBot__Shutdown__DrainSeconds" | default 5) -}}
{{- if lt (int .Values.terminationGracePeriodSeconds) (add $drain 22 | int) -}}
{{- fail (printf "terminationGracePeriodSeconds is %d: the bot takes requests for %d seconds more, and then up to 22 to end. Give %d or more." (int .Values.terminationGracePeriodSeconds) $drain (add $drain 22)) -}}
{{- end -}}
{{- end -}}
