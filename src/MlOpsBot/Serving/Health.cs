using MlOpsBot.Wire;

namespace MlOpsBot.Serving;

/// <summary>What an orchestrator and a keeper ask first.</summary>
public static class Health
{
    /// <summary>Maps <c>/health/live</c> (the process answers) and <c>/health/ready</c> (it has knowledge to answer from).</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", static context => WriteAsync(context, new HealthDocument("live")));
        routes.MapGet("/health/ready", static context =>
        {
            var state = context.RequestServices.GetRequiredService<LiveKnowledge>().State;

            // A broken edit is the keeper's to mend; the last good knowledge goes on serving, so this stays 200.
            return WriteAsync(context, new HealthDocument(state.IsDegraded ? "degraded" : "ready")
            {
                KnowledgeVersion = state.Answerer.Knowledge.Version,
                Errors = state.Errors.Length,
                Warnings = state.Findings.Length - state.Errors.Length,
            });
        });
    }

    private static Task WriteAsync(HttpContext context, HealthDocument document)
    {
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(document, BotJson.Lines.HealthDocument);
    }
}
