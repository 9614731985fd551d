namespace MlOpsBot.Slack.Tests.Rendering;

/// <summary>The judge is seen to find what it is for.</summary>
public sealed class BlockKitJudgeTests
{
    private const string Divider = """{"type":"divider"}""";

    public static TheoryData<string, string> Faulty => new()
    {
        { "blocks", Message(string.Join(',', Enumerable.Repeat(Divider, 51))) },
        { "text of 0", """{"text":"","blocks":[{"type":"divider"}]}""" },
        { "text of 4001", Message(Divider, new string('a', 4_001)) },
        { "not escaped", Message(Divider, "<!channel>") },
        { "not escaped", Message(Divider, "a & b") },
        { "text of 151", Message(Header(new string('a', 151))) },
        { "text of 0", Message(Header("")) },
        { "half a character", Message(Header("\ufffd")) },
        { "has to be plain text", Message("""{"type":"header","text":{"type":"mrkdwn","text":"a"}}""") },
        { "mark-up", Message("""{"type":"section","text":{"type":"mrkdwn","text":"<!channel>"}}""") },
        { "colons become emoji", Message("""{"type":"section","text":{"type":"plain_text","text":"a"}}""") },
        { "text of 3001", Message(Section(new string('a', 3_001))) },
        { "15000 characters", Message(string.Join(',', Enumerable.Repeat(Section(new string('a', 3_000)), 5))) },
        { "no such block", Message("""{"type":"video"}""") },
        { "26 elements", Message(Actions(26)) },
        { "0 elements", Message(Actions(0)) },
        { "occurs twice", Message($"{Actions(1)},{Actions(1)}") },
        { "text of 76", Message(Button(new string('a', 76), "v")) },
        { "value of 2001", Message(Button("a", new string('v', 2_001))) },
        { "value of 151", Message(Select(new string('v', 151))) },
        { "11 elements", Message($$"""{"type":"context","elements":[{{string.Join(',', Enumerable.Repeat(Plain("a"), 11))}}]}""") },
        { "more than one table", Message($"{Table(2, 2)},{Table(2, 2)}") },
        { "101 elements", Message(Table(101, 2)) },
        { "21 elements", Message(Table(2, 21)) },
        { "12000 characters", Message(Table(6, 2, new string('a', 1_000))) },
        { "not in a message", Message("""{"type":"input","label":{"type":"plain_text","text":"a","emoji":false},"element":{"type":"radio_buttons","action_id":"a","options":[]}}""") },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void A_fault_of_a_message_is_found(string fault, string json) => BlockKitJudge.OfMessage(json).ShouldContain(found => found.Contains(fault, StringComparison.Ordinal));

    [Theory]
    [InlineData("not in a view", """{"type":"home","blocks":[{"type":"table","rows":[[{"type":"raw_text","text":"a"}]],"column_settings":[{}]}]}""")]
    [InlineData("text of 25", """{"type":"modal","title":{"type":"plain_text","text":"aaaaaaaaaaaaaaaaaaaaaaaaa","emoji":false},"blocks":[{"type":"divider"}]}""")]
    [InlineData("title", """{"type":"home","title":{},"blocks":[{"type":"divider"}]}""")]
    [InlineData("0 blocks", """{"type":"home","blocks":[]}""")]
    public void A_fault_of_a_view_is_found(string fault, string json) => BlockKitJudge.OfView(json).ShouldContain(found => found.Contains(fault, StringComparison.Ordinal));

    [Fact]
    public void A_right_message_has_no_fault() => BlockKitJudge.OfMessage(Message($"{Header("a")},{Section("a")},{Actions(25)},{Table(100, 20, "a")}")).ShouldBeEmpty();

    private static string Message(string blocks, string text = "a") => $$"""{"text":"{{text}}","blocks":[{{blocks}}]}""";

    private static string Plain(string text) => $$"""{"type":"plain_text","text":"{{text}}","emoji":false}""";

    private static string Header(string text) => $$"""{"type":"header","text":{{Plain(text)}}}""";

    private static string Section(string text) => $$"""{"type":"section","text":{{Plain(text)}}}""";

    private static string Button(string text, string value, int number = 0) =>
        $$"""{"type":"actions","elements":[{{ButtonElement(text, value, number)}}]}""";

    private static string ButtonElement(string text, string value, int number) => $$"""{"type":"button","action_id":"b{{number}}","text":{{Plain(text)}},"value":"{{value}}"}""";

    private static string Actions(int count) => $$"""{"type":"actions","elements":[{{string.Join(',', Enumerable.Range(0, count).Select(number => ButtonElement("a", "v", number)))}}]}""";

    private static string Select(string value) =>
        $$"""{"type":"actions","elements":[{"type":"static_select","action_id":"s","placeholder":{{Plain("a")}},"options":[{"text":{{Plain("a")}},"value":"{{value}}"}]}]}""";

    private static string Table(int rows, int columns, string cell = "a")
    {
        var row = $"[{string.Join(',', Enumerable.Repeat($$"""{"type":"raw_text","text":"{{cell}}"}""", columns))}]";
        return $$"""{"type":"table","rows":[{{string.Join(',', Enumerable.Repeat(row, rows))}}],"column_settings":[{"is_wrapped":true}]}""";
    }
}
