{{/* The pod, the same for both stores but for what keeps the data. */}}
{{- define "mlopsbot.pod" -}}
metadata:
  labels:
    {{- include "mlopsbot.labels" . | nindent 4 }}
    {{- if .Values.teams.workloadIdentity.enabled }}
    azure.workload.identity/use: "true"
    {{- end }}
    {{- with .Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    # New options mean new pods.
    checksum/options: {{ include "mlopsbot.options" . | sha256sum }}
    {{- if .Values.secrets.inline }}
    checksum/secrets: {{ .Values.secrets.inline | toJson | sha256sum }}
    {{- end }}
    {{- if .Values.knowledge.organization }}
    checksum/organization: {{ .Values.knowledge.organization | sha256sum }}
    {{- end }}
    {{- with .Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "mlopsbot.serviceAccount" . }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ int .Values.terminationGracePeriodSeconds }}
  {{- with .Values.image.pullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 1654
    runAsGroup: 1654
    fsGroup: 1654
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile:
      type: RuntimeDefault
  {{- if ne .Values.storage.kind "sqlite" }}
  topologySpreadConstraints:
    {{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
    - maxSkew: 1
      topologyKey: {{ . }}
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "mlopsbot.selector" $ | nindent 10 }}
    {{- end }}
  {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: mlopsbot
      image: {{ include "mlopsbot.image" . | quote }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      args: [serve]
      envFrom:
        - configMapRef:
            name: {{ include "mlopsbot.name" . }}-options
      ports:
        - name: http
          containerPort: 3978
          protocol: TCP
      # Time to migrate the database; then the other two begin.
      startupProbe:
        httpGet:
          path: /health/live
          port: http
        periodSeconds: 2
        timeoutSeconds: 5
        failureThreshold: 60
      # Whether the process answers. Not whether the database does: a restart of this pod would not mend that.
      livenessProbe:
        httpGet:
          path: /health/live
          port: http
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 3
      readinessProbe:
        httpGet:
          path: /health/ready
          port: http
        periodSeconds: 5
        timeoutSeconds: 6
        failureThreshold: 2
      resources:
        {{- toYaml .Values.resources | nindent 8 }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop: [ALL]
      volumeMounts:
        - name: secrets
          mountPath: /run/secrets/mlopsbot
          readOnly: true
        - name: tmp
          mountPath: /tmp
        {{- if eq .Values.storage.kind "sqlite" }}
        - name: data
          mountPath: /data
        {{- end }}
        {{- if .Values.knowledge.volume }}
        - name: knowledge
          mountPath: /knowledge
          readOnly: true
        {{- end }}
        {{- if .Values.knowledge.organization }}
        - name: organization
          mountPath: /app/knowledge/organization.yaml
          subPath: organization.yaml
          readOnly: true
        {{- end }}
  volumes:
    - name: secrets
      secret:
        secretName: {{ include "mlopsbot.secret" . }}
        # 0440: the bot's group may read
        defaultMode: 288
    - name: tmp
      emptyDir:
        sizeLimit: 64Mi
    {{- with .Values.knowledge.volume }}
    - name: knowledge
      {{- toYaml . | nindent 6 }}
    {{- end }}
    {{- if .Values.knowledge.organization }}
    - name: organization
      configMap:
        name: {{ include "mlopsbot.name" . }}-organization
    {{- end }}
{{- end -}}
