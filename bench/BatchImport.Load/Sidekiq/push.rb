# frozen_string_literal: true

# Reads a workbook and pushes one job per row: push.rb <file> <workbook to write> single|bulk
require_relative "jobs"
require "roo"

BULK = 1_000

file, workbook, mode = ARGV
rows = []
header = nil
Roo::Excelx.new(file).each_row_streaming(pad_cells: true) do |cells|
  values = cells.map { |cell| cell&.value }
  if header.nil?
    header = values
  else
    rows << [rows.size + 2, values.map { |value| value.is_a?(Date) ? value.iso8601 : value }]
  end
end

Sidekiq.redis do |redis|
  redis.mset("batch:size", rows.size, "batch:left", rows.size, "batch:owner", "ada@example.com",
             "batch:header", JSON.generate(header), "batch:workbook", workbook)
end

if mode == "bulk"
  rows.each_slice(BULK) { |slice| Sidekiq::Client.push_bulk("class" => RowJob, "args" => slice) }
else
  rows.each { |number, row| RowJob.perform_async(number, row) }
end
