using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary><c>views.*</c>. Called under the world's lock.</summary>
internal sealed class ViewMethods(FakeSlackServer server)
{
    private const int LargestView = 250_000;
    private const int MostPushed = 3;

    private readonly World _world = server.World;

    public JsonObject Publish(Workspace workspace, Arguments arguments)
    {
        if (_world.FindPerson(arguments.Text("user_id")) is not { } person)
        {
            return ApiAnswer.Error("user_not_found");
        }

        var old = _world.HomeOf(person);
        if (arguments.Text("hash") is { Length: > 0 } hash && hash != old?.Hash)
        {
            return ApiAnswer.Error("hash_conflict");
        }

        return Show(arguments, workspace, person, home: true, ChangeKind.HomePublished, body => body with { Id = old?.Id ?? body.Id, Root = old?.Id ?? body.Id });
    }

    public JsonObject Open(Workspace workspace, Arguments arguments)
    {
        var (person, error) = server.Triggers.Exchange(arguments.Text("trigger_id"));
        return person is null
            ? ApiAnswer.Error(error!)
            : Show(arguments, workspace, person, home: false, ChangeKind.ModalOpened, view => view);
    }

    public JsonObject Push(Workspace workspace, Arguments arguments)
    {
        var (person, error) = server.Triggers.Exchange(arguments.Text("trigger_id"));
        if (person is null)
        {
            return ApiAnswer.Error(error!);
        }

        if (_world.ModalOf(person) is not { } below)
        {
            return ApiAnswer.Error("not_found");
        }

        var depth = 1;
        for (var view = below; view.Previous is { } previous && _world.FindView(previous) is { } next; view = next)
        {
            depth++;
        }

        return depth >= MostPushed
            ? ApiAnswer.Error("push_limit_reached")
            : Show(arguments, workspace, person, home: false, ChangeKind.ModalOpened, view => view with { Root = below.Root, Previous = below.Id });
    }

    public JsonObject Update(Workspace workspace, Arguments arguments)
    {
        if (_world.FindView(arguments.Text("view_id")) is not { } old)
        {
            return ApiAnswer.Error("not_found");
        }

        return arguments.Text("hash") is { Length: > 0 } hash && hash != old.Hash
            ? ApiAnswer.Error("hash_conflict")
            : Show(
                arguments, workspace, _world.FindPerson(old.User)!, old.IsHome, old.IsHome ? ChangeKind.HomePublished : ChangeKind.ModalUpdated,
                view => view with { Id = old.Id, Root = old.Root, Previous = old.Previous });
    }

    /// <summary>Judges a view and shows it, also one that answers a form.</summary>
    public JsonObject Show(Arguments arguments, Workspace workspace, Person person, bool home, ChangeKind kind, Func<View, View> place)
    {
        if (!arguments.Structure("view", out var given) || given is not { ValueKind: JsonValueKind.Object } body)
        {
            return ApiAnswer.Error("invalid_arguments", ["[ERROR] must provide an object [json-pointer:/view]"]);
        }

        if (body.GetRawText().Length > LargestView)
        {
            return ApiAnswer.Error("view_too_large");
        }

        var verdict = BlockJudge.OfView(body, home);
        if (!verdict.Findings.IsEmpty)
        {
            return ApiAnswer.Error("invalid_arguments", verdict.Findings);
        }

        var view = Complete(place(new View("V" + _world.NewNumber(), person.Id, body, NewHash())), workspace);
        _world.Show(view, kind);
        return ApiAnswer.Ok(("view", MessageJson.Node(view.Body)));
    }

    private string NewHash() => $"{_world.NewTs()}.{_world.NewNumber()}";

    /// <summary>Writes into the view what Slack adds.</summary>
    private View Complete(View view, Workspace workspace)
    {
        var body = MessageJson.Node(view.Body).AsObject();
        body["id"] = view.Id;
        body["team_id"] = workspace.Id;
        body["hash"] = view.Hash;
        body["root_view_id"] = view.Root;
        body["previous_view_id"] = view.Previous;
        body["app_id"] = server.Options.AppId;
        body["bot_id"] = workspace.BotId;
        body["private_metadata"] ??= "";
        body["callback_id"] ??= "";
        body["external_id"] ??= "";
        body["state"] = new JsonObject { ["values"] = new JsonObject() };
        body["blocks"] = MessageJson.Node(Payload.WithIds(view.Blocks, _world));
        var frozen = Frozen.Of(body);
        return view with { Body = frozen, Mentions = Mention.In("", frozen.GetProperty("blocks")) };
    }
}
