using Microsoft.AspNetCore.Components;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Measuring;
using MlOpsBot.Configuration;
using MlOpsBot.Playground.Pages;
using MlOpsBot.Serving;
using MlOpsBot.Storage;
using MlOpsBot.Wire;

namespace MlOpsBot.Playground;

/// <summary>The playground: a page to talk to the bot, a page to browse what it knows, and the address that both ask.</summary>
public static class PlaygroundRoutes
{
    /// <summary>Adds what the playground needs.</summary>
    public static void AddPlayground(this IServiceCollection services)
    {
        services.AddSingleton<PageRenderer>();
        services.AddSingleton<PlaygroundAccess>();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<Current<BotOptions>>();
            return new RecentConversations(() => options.Value.PlaygroundConversations, provider.GetRequiredService<TimeProvider>());
        });
        services.AddAnsweredQuestions();
        services.AddSingleton<ExchangeDesk>();
    }

    /// <summary>Maps <c>GET /</c>, <c>GET /browse</c>, <c>POST /api/ask</c> and the page's own files.</summary>
    public static void MapPlayground(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", PlaygroundAccess.Guard(ShowAskPage));
        routes.MapGet("/browse", PlaygroundAccess.Guard(ShowBrowsePage));
        routes.MapPost("/api/ask", PlaygroundAccess.Guard(AskAsync));
        foreach (var asset in PageAsset.All)
        {
            routes.MapGet(asset.Path, PlaygroundAccess.Guard(asset.WriteAsync));
        }
    }

    private static Task ShowAskPage(HttpContext context)
    {
        var desk = context.RequestServices.GetRequiredService<ExchangeDesk>();
        var query = context.Request.Query;
        var conversation = Given(query["conversation"]) is { Length: <= RecentConversations.LongestId } id ? id : null;
        var target = Given(query["open"]);
        var exchange = target is not null ? desk.Open(target, null, conversation)
            : Given(query["q"]) is { } question ? desk.Ask(question, conversation, explain: true)
            : null;
        return RenderAsync<AskPage>(context, new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(AskPage.Exchange)] = exchange,
            [nameof(AskPage.IsGone)] = target is not null && exchange is null,
            [nameof(AskPage.State)] = exchange?.State ?? context.RequestServices.GetRequiredService<LiveKnowledge>().State,
        });
    }

    private static Task ShowBrowsePage(HttpContext context) =>
        RenderAsync<BrowsePage>(context, new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(BrowsePage.State)] = context.RequestServices.GetRequiredService<LiveKnowledge>().State,
            [nameof(BrowsePage.Filter)] = Given(context.Request.Query["filter"]) ?? "",
            [nameof(BrowsePage.Phase)] = Given(context.Request.Query["phase"]) ?? "",
        });

    private static async Task AskAsync(HttpContext context)
    {
        if (await AskRequest.ReadAsync(context) is not { } request)
        {
            return;
        }

        // The page asks for the answer as HTML, so that there is one place that knows how an answer looks.
        var asHtml = context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
        var desk = context.RequestServices.GetRequiredService<ExchangeDesk>();
        var exchange = request.Open is { } target
            ? desk.Open(target, request.Question, request.Conversation)
            : desk.Ask(request.Question!, request.Conversation, request.Explain || asHtml);
        if (exchange is null)
        {
            await ProblemDocument.WriteAsync(
                context, StatusCodes.Status404NotFound, "That card is gone", "The knowledge was edited since that button was made. Ask in words instead.");
        }
        else if (asHtml)
        {
            await RenderAsync<AnswerView>(context, new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(AnswerView.Exchange)] = exchange });
        }
        else
        {
            context.Response.Headers.CacheControl = "no-store";
            await context.Response.WriteAsJsonAsync(
                AnswerDocument.Whole(exchange.Question, exchange.Answer, exchange.Took, exchange.Conversation, exchange.Explanation),
                BotJson.Lines.AnswerDocument);
        }
    }

    private static Task RenderAsync<TComponent>(HttpContext context, Dictionary<string, object?> parameters)
        where TComponent : IComponent =>
        context.RequestServices.GetRequiredService<PageRenderer>().WriteAsync<TComponent>(context, parameters);

    private static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
