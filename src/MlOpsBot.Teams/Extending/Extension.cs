using System.Text.Json;
using MlOpsBot.Answers;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Chat.Receiving;
using MlOpsBot.Teams.AdaptiveCards;
using MlOpsBot.Teams.Conversing;
using MlOpsBot.Teams.Rendering;

namespace MlOpsBot.Teams.Extending;

/// <summary>
/// The message extension: the search box, from which a card is put into a message, and "Who owns this?" on any message, with a
/// dialog for whoever asks. All of it is answered from memory and leaves nothing in the store. Expected failures are replies.
/// Thread-safe.
/// </summary>
public sealed class Extension(CurrentAnswerer current, Respondent respondent, CardRenderer renderer)
{
    /// <summary>The search command's id in the manifest.</summary>
    public const string Search = "search";

    /// <summary>The search command's parameter.</summary>
    public const string Query = "q";

    /// <summary>The message action's id in the manifest.</summary>
    public const string WhoOwnsThis = "whoOwnsThis";

    private const string DialogTitle = "Who owns this?";
    private const string Gone = "That card is no longer in the knowledge.";
    private const string InitialRun = "initialRun";
    private const int PageSize = 25;

    /// <summary>A page of what fits what stands in the search box (<c>composeExtension/query</c>).</summary>
    public Task<InvokeReply> QueryAsync(TeamsInvoke invoke)
    {
        ArgumentNullException.ThrowIfNull(invoke);
        var (answerer, today) = (current(), respondent.Today);
        var (skip, count) = Page(invoke.Value.Member("queryOptions"));
        var found = TypeAhead.Find(answerer, Typed(invoke.Value), today);
        return Task.FromResult(ExtensionJson.Results(Cards(answerer, found.Skip(skip).Take(count), today)));
    }

    /// <summary>The card of a result that was chosen (<c>composeExtension/selectItem</c>), of a client that asks again for what it has been given.</summary>
    public Task<InvokeReply> SelectAsync(TeamsInvoke invoke)
    {
        ArgumentNullException.ThrowIfNull(invoke);
        var target = invoke.Value.Said("target");
        return Task.FromResult(ExtensionJson.Results(Cards(current(), target is null ? [] : [target], respondent.Today)));
    }

    /// <summary>Opens the dialog for a message (<c>composeExtension/fetchTask</c>).</summary>
    public Task<InvokeReply> FetchDialogAsync(TeamsInvoke invoke)
    {
        ArgumentNullException.ThrowIfNull(invoke);
        var words = PointedMessage.Words(invoke.Value.Member("messagePayload"), invoke.Place.BotName);
        if (words.Length == 0)
        {
            return Task.FromResult(ExtensionJson.Saying(PointedAt.NoWords));
        }

        var answerer = current();
        return Task.FromResult(Dialog(answerer, PointedAt.Answer(answerer, words, respondent.Today), PointedAt.About(words), back: null));
    }

    /// <summary>A button in the dialog was pressed (<c>composeExtension/submitAction</c>).</summary>
    public Task<InvokeReply> SubmitDialogAsync(TeamsInvoke invoke)
    {
        ArgumentNullException.ThrowIfNull(invoke);
        if (!CardActionJson.TryRead(invoke.Value.Member("data"), verb: null, out var action) || action.Button?.Target is not { } target)
        {
            return Task.FromResult(ExtensionJson.Saying(Notes.Unreadable.Summary));
        }

        var answerer = current();
        return Task.FromResult(
            respondent.Open(answerer, action.Button) is not { } opened ? ExtensionJson.Saying(Gone)
            : action.Verb == CardVerbs.Insert ? ExtensionJson.Results(Cards(answerer, [target], respondent.Today))
            : Dialog(answerer, opened.Answer, opened.HasChanged ? Notes.Changed : null, action.Back));
    }

    private InvokeReply Dialog(Answerer answerer, Answer answer, string? notice, string? back)
        => ExtensionJson.Dialog(DialogTitle, renderer.Card(answer, new CardSetting(answerer, DeliveryId: null) { Place = CardPlace.Dialog, Notice = notice, Back = back }));

    private IEnumerable<SearchResult> Cards(Answerer answerer, IEnumerable<string> targets, DateOnly today)
    {
        var setting = new CardSetting(answerer, DeliveryId: null) { Place = CardPlace.Inserted };
        foreach (var target in targets)
        {
            if (answerer.Open(target, today) is { } answer)
            {
                yield return new SearchResult(answer, renderer.Card(answer, setting), () => renderer.Card(answer, setting with { IsShort = true }));
            }
        }
    }

    // Some clients leave out the parameter's name, and the command's id.
    private static string Typed(JsonElement value)
    {
        foreach (var parameter in value.Items("parameters"))
        {
            var name = parameter.Said("name");
            if (name == InitialRun)
            {
                return "";
            }

            if (name is null or Query)
            {
                return parameter.Said("value") ?? "";
            }
        }

        return "";
    }

    private static (int Skip, int Count) Page(JsonElement options)
    {
        return (Math.Clamp(Number("skip", 0), 0, TypeAhead.Most), Math.Clamp(Number("count", PageSize), 1, PageSize));

        int Number(string name, int otherwise)
            => options.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : otherwise;
    }
}
