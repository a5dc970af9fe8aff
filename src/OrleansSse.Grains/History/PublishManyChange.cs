namespace OrleansSse.Grains.History;

/// <summary>Several publishes, each made as if it were alone; they share a commit.</summary>
internal sealed class PublishManyChange(PublishChange[] publishes) : StreamChange<PublishReport[]>
{
    protected override PublishReport[] Make(HistoryDraft draft) => Array.ConvertAll(publishes, publish => publish.Report(draft));
}
